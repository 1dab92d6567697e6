// TLS as an independent scanner sees it, and the certificate replaced while running.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { expectEventually } from './support/people.mjs';
import { Server } from './support/server.mjs';

/** What a development certificate cannot have, because it signs itself. */
const ofTheCertificate = ['cert_chain_of_trust', 'cert_trust', 'cert_revocation'];
/** What the scanner says of itself: its OpenSSL lacks an engine. */
const ofTheScanner = ['engine_problem'];
/** It may hang up before TLS 1.3 sends the ticket that it then wants to use (that tickets work: tests/unit/net). */
const hungUp = ({ id, finding }) =>
  id === 'sessionresumption_ticket' && finding === 'check failed because of connect problem';

let server;
let directory;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cloister-tls-'));
  server = await Server.start();
});
after(async () => {
  await server?.dispose();
  rmSync(directory, { recursive: true, force: true });
});

/** Resolves with the protocol and suite, or the error's code. */
function handshake(options) {
  return new Promise((done) => {
    const socket = connect({
      host: '127.0.0.1',
      port: server.port,
      servername: 'chat.test',
      rejectUnauthorized: false,
      ...options,
    });
    socket.on('secureConnect', () => {
      done({
        protocol: socket.getProtocol(),
        cipher: socket.getCipher().name,
        certificate: socket.getPeerCertificate().fingerprint256,
      });
      socket.destroy();
    });
    socket.on('error', (error) => done({ error: error.code }));
  });
}

test('TLS 1.2 and 1.3 with AEAD are spoken, older versions and CBC are not', async () => {
  assert.equal((await handshake({ minVersion: 'TLSv1.3' })).protocol, 'TLSv1.3');
  const older = await handshake({ maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' });
  assert.equal(older.protocol, 'TLSv1.2');
  assert.match(older.cipher, /^ECDHE-.*(GCM|POLY1305)/);
  assert.ok((await handshake({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })).error);
  assert.ok((await handshake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' })).error);
});

test('SIGHUP takes a new certificate, and a bad one changes nothing', async () => {
  const before = await handshake({});
  const key = join(server.data, 'development.key');
  const certificate = join(server.data, 'development.crt');
  copyFileSync(certificate, join(directory, 'old.crt'));
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-key',
    key,
    '-out',
    certificate,
    '-days',
    '30',
    '-subj',
    '/CN=chat.test',
    '-addext',
    'subjectAltName=DNS:chat.test',
  ]);
  assert.equal(made.status, 0, String(made.stderr));
  server.process.kill('SIGHUP');
  await expectEventually(
    async () => (await handshake({})).certificate !== before.certificate,
    'the new certificate is used',
  );
  const now = await handshake({});
  writeFileSync(certificate, 'not a certificate\n');
  const logged = server.output.length;
  server.process.kill('SIGHUP');
  await expectEventually(
    () => server.output.slice(logged).includes('certificate not taken'),
    'the bad certificate is reported',
  );
  assert.equal((await handshake({})).certificate, now.certificate);
  copyFileSync(join(directory, 'old.crt'), certificate);
  server.process.kill('SIGHUP');
  await expectEventually(
    async () => (await handshake({})).certificate === before.certificate,
    'the old certificate is back',
  );
});

test('testssl.sh finds nothing above LOW but what a self-signed certificate cannot have', () => {
  const report = join(directory, 'report.json');
  const scan = spawnSync(
    'testssl',
    [
      '--quiet',
      '--color',
      '0',
      '--warnings',
      'off',
      '--protocols',
      '--std',
      '--fs',
      '--server-preference',
      '--server-defaults',
      '--headers',
      '--vulnerable',
      '--ip',
      '127.0.0.1',
      '--jsonfile',
      report,
      `chat.test:${server.port}`,
    ],
    { timeout: 10 * 60 * 1000, encoding: 'utf8' },
  );
  const findings = JSON.parse(readFileSync(report, 'utf8'));
  assert.ok(findings.length > 50, `the scan did not run: ${scan.stdout?.slice(-500)} ${scan.stderr?.slice(-500)}`);
  const grave = findings.filter(
    ({ id, severity, finding }) =>
      ['MEDIUM', 'HIGH', 'CRITICAL', 'WARN', 'FATAL'].includes(severity) &&
      ![...ofTheCertificate, ...ofTheScanner].includes(id.split(' ')[0]) &&
      !hungUp({ id, finding }),
  );
  assert.deepEqual(
    grave.map(({ id, severity, finding }) => `${severity} ${id}: ${finding}`),
    [],
  );
});
