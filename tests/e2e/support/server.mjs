// The real server, as a process of its own on a data directory of its own.
import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const top = resolve(import.meta.dirname, '../../..');
export const binary = process.env.CLOISTER_BINARY ?? join(top, 'build/release/cloister');

/** A port that is free now. */
async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Server {
  /**
   * @param {{options?: string[], embedding?: string[], config?: string[], binary?: string}} [settings]
   *   `options` of `cloister run`; `embedding`: hosts besides the shop that may embed the widget, `config`: further lines
   *   of a configuration file (with either of them there is one, and no options)
   */
  static async start(settings = {}) {
    const server = new Server();
    server.settings = settings;
    server.port = await freePort();
    server.directory = mkdtempSync(join(tmpdir(), 'cloister-e2e-'));
    server.data = join(server.directory, 'data');
    server.output = '';
    await server.launch();
    return server;
  }

  /** Starts the process on the same data and port; resolves when it listens. */
  async launch() {
    const options =
      this.settings.embedding || this.settings.config ? ['run', '--config', this.writeConfig()] : this.options();
    this.process = spawn(this.settings.binary ?? binary, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.process, 'exit');
    const lines = [];
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on('data', (chunk) => {
        this.output += chunk;
      });
    const reader = createInterface({ input: this.process.stdout });
    for await (const line of reader) {
      lines.push(line.trim());
      if (line.startsWith('Ctrl+C stops')) break;
    }
    const value = (name) =>
      lines
        .find((line) => line.startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim();
    if (!value('console')) throw new Error(`the server did not start:\n${this.output}`);
    this.enrolment = value('enrol') ?? this.enrolment;
    this.site = value('site');
  }

  options() {
    const more = this.settings.options ?? [];
    return ['run', '--domain', 'test', '--port', String(this.port), '--data', this.data, ...more];
  }

  writeConfig() {
    const origins = (this.settings.embedding ?? []).map((host) => `"https://${host}:${this.port}"`);
    const file = join(this.directory, 'cloister.toml');
    const lines = [
      `data_directory = "${this.data}"`,
      `port = ${this.port}`,
      '[[site]]',
      'chat = "chat.test"',
      'console = "console.test"',
      'shop = "shop.test"',
      `embedding_origins = [${origins}]`,
      ...(this.settings.config ?? []),
    ];
    writeFileSync(file, lines.join('\n'));
    return file;
  }

  get shop() {
    return `https://shop.test:${this.port}/`;
  }
  get console() {
    return `https://console.test:${this.port}/`;
  }
  get chat() {
    return `https://chat.test:${this.port}`;
  }
  /** Base64 SHA-256 of the certificate's public key: what the browser is told to trust. */
  get publicKeyHash() {
    const certificate = new X509Certificate(readFileSync(join(this.data, 'development.crt')));
    return createHash('sha256')
      .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64');
  }

  /**
   * What the server answers to whoever speaks HTTP with it, without a browser.
   * @returns {Promise<{status: number, headers: Record<string, string>, body: Buffer}>}
   */
  async fetch(url, { method = 'GET', headers = {} } = {}) {
    const ca = readFileSync(join(this.data, 'development.crt'));
    const { hostname, pathname, search } = new URL(url);
    const sent = request({
      ca,
      method,
      host: '127.0.0.1',
      port: this.port,
      servername: hostname,
      path: pathname + search,
      headers: { host: `${hostname}:${this.port}`, ...headers },
      agent: false,
    });
    sent.end();
    const [response] = await once(sent, 'response');
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
  }

  async signal(name) {
    this.process.kill(name);
    await this.ended;
  }
  stop() {
    return this.signal('SIGTERM');
  }
  kill() {
    return this.signal('SIGKILL');
  }
  async dispose() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.stop();
    if (!process.env.CLOISTER_KEEP) rmSync(this.directory, { recursive: true, force: true });
  }
}
