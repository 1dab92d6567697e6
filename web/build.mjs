// Bundles the web part: build/web/files/ (what is served), build/web/manifest.json (name, path, hash, sizes) and
// build/web/embedded/ (the C++ table of the same files, compressed, that goes into the binary).
//
//   node web/build.mjs                      build
//   node web/build.mjs --test-stub OUTDIR   the same into OUTDIR with the modules of `testStubs` replaced, without
//                                           budgets: shows that tests notice when encryption is missing
//   node web/build.mjs --tests              bundles tests/web/*.test.ts into build/web-tests/
//
// The output depends on the sources alone, so that anybody can rebuild it and compare the hashes. Files that did not
// change are left untouched.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import * as terser from 'terser';
import { buildDetectModule } from './detect_module.mjs';
import { ownNames } from './own_names.mjs';

const top = resolve(import.meta.dirname, '..');

/**
 * What is bundled. `name` is what templates call it in {{asset:name}}; a stylesheet imported by a bundle is called the
 * same with `.css`. `path` fixes the address (anything else gets its hash into the name). Entries whose source does
 * not exist are skipped. Each bundle is complete in itself, so its integrity attribute covers all that it runs.
 */
const entries = [
  { name: 'embed.js', source: 'web/widget/loader.ts', path: '/embed.js', format: 'iife' },
  { name: 'widget/app.js', source: 'web/widget/app.tsx' },
  // Fetched when somebody begins to write: no style of the document's, but their own, as text.
  { name: 'drafts/customer.js', source: 'web/shared/drafts/customer.ts', styleAsText: true },
  { name: 'drafts/staff.js', source: 'web/shared/drafts/staff.ts', styleAsText: true },
  { name: 'console/desk.js', source: 'web/console/desk.tsx' },
  { name: 'console/frame.js', source: 'web/console/frame.tsx' },
  { name: 'console/enrol.js', source: 'web/console/enrol.tsx' },
  { name: 'pages/shop.js', source: 'web/pages/shop.ts' },
  { name: 'pages/status.js', source: 'web/pages/status.ts' },
  { name: 'pages/page.css', source: 'web/pages/page.css' },
];

/** Bytes after gzip -9, all named files together. The build fails beyond. */
const budgets = [
  { what: 'loader', limit: 3 * 1024, names: ['embed.js'] },
  { what: 'widget, first open', limit: 45 * 1024, names: ['widget/app.html', 'widget/app.js', 'widget/app.css'] },
  // Beside the engine, which has a limit of its own (detect_module.mjs).
  { what: 'what reads drafts', limit: 20 * 1024, names: ['drafts/staff.js'] },
];

/** Module → what stands in for it under --test-stub. */
const testStubs = { 'web/shared/crypto/aead.ts': 'tests/e2e/stub/aead.ts' };

const contentTypes = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const fileLoaders = { '.svg': 'file', '.png': 'file', '.ico': 'file', '.woff2': 'file', '.wasm': 'file' };

/** @type {Map<string, {name: string, path: string, bytes: Buffer, immutable: boolean}>} by name */
const files = new Map();

async function main() {
  const [mode, argument] = process.argv.slice(2);
  try {
    if (mode === '--tests') await buildTests(join(top, 'build/web-tests'));
    else if (mode === '--test-stub' && argument) await build(resolve(argument), true);
    else if (mode === undefined) await build(join(top, 'build/web'), false);
    else throw new Error('usage: node web/build.mjs [--tests | --test-stub OUTDIR]');
  } catch (error) {
    // esbuild has printed its own errors.
    if (!error.errors) console.error(`web/build.mjs: ${error.message}`);
    process.exitCode = 1;
  }
}

/** @param {string} out @param {boolean} stubbed */
async function build(out, stubbed) {
  const detector = readFileSync(buildDetectModule());
  const present = entries.filter((entry) => existsSync(join(top, entry.source)));
  const mangleProps = ownNames(
    walk(join(top, 'web')).filter((path) => /\.tsx?$/.test(path)),
    await packageFiles(present),
  );
  const metafiles = await Promise.all(
    present.map((entry) =>
      bundle(entry, stubbed, { mangleProps, define: { DETECTOR_INTEGRITY: JSON.stringify(integrity(detector)) } }),
    ),
  );
  for (const path of walk(join(top, 'web'))) {
    if (path.includes('/static/')) addStatic(path);
  }
  const licences = collectLicences(metafiles);
  if (licences) add('licences.txt', Buffer.from(licences), '/licences.txt');
  for (const path of walk(join(top, 'web'))) {
    if (extname(path) === '.html' && !path.includes('/static/')) addTemplate(path);
  }

  const served = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).map(describe);
  const twice = served.find((file, index) => index > 0 && served[index - 1].path === file.path);
  if (twice) throw new Error(`two files want the path ${twice.path}`);

  const kept = new Set();
  const emit = (path, bytes) => {
    kept.add(path);
    writeIfChanged(join(out, path), bytes);
  };
  for (const file of served) emit(join('files', file.path), file.bytes);
  emit('manifest.json', Buffer.from(`${JSON.stringify(manifest(served), null, 2)}\n`));
  emit('metafile.json', Buffer.from(JSON.stringify(Object.assign({}, ...metafiles.map((meta) => meta.outputs)))));
  const embedded = embed(served);
  emit('embedded/assets.blob', embedded.blob);
  emit('embedded/assets.cc', Buffer.from(embedded.source));
  for (const path of walk(out)) {
    if (!kept.has(relative(out, path))) rmSync(path);
  }
  report(served, stubbed);
}

/** Three per cent more than the bundler alone leaves out: visitors pay for every byte. */
async function squeeze(code, entry) {
  const options = { ecma: 2020, module: (entry.format ?? 'esm') === 'esm' };
  // What terser does besides makes fewer bytes that gzip into more.
  const compress = { passes: 2, reduce_funcs: false, inline: 1, sequences: false, lhs_constants: false };
  const result = await terser.minify(code, {
    ...options,
    compress,
    format: { comments: /^!/ },
  });
  return Buffer.from(result.code ?? '');
}

/** The scripts of other packages that end in these bundles. */
async function packageFiles(wanted) {
  const { metafile } = await esbuild.build({
    ...common,
    entryPoints: wanted.map((entry) => join(top, entry.source)),
    outdir: join(top, 'out'),
    metafile: true,
    write: false,
    loader: fileLoaders,
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules/'));
  return inputs.filter((path) => /\.[cm]?js$/.test(path)).map((path) => join(top, path));
}

/** @returns {Promise<import('esbuild').Metafile>} */
async function bundle(entry, stubbed, more) {
  const result = await esbuild.build({
    ...common,
    entryPoints: [join(top, entry.source)],
    outfile: join(top, 'out', entry.name),
    format: entry.format ?? 'esm',
    minify: true,
    ...more,
    metafile: true,
    write: false,
    assetNames: '[name]-[hash]',
    loader: { ...fileLoaders, ...(entry.styleAsText && { '.css': 'text' }) },
    publicPath: '/assets',
    plugins: stubbed ? [stubPlugin()] : [],
  });
  for (const output of result.outputFiles) {
    const extension = extname(output.path);
    const bytes = extension === '.js' ? await squeeze(output.text, entry) : Buffer.from(output.contents);
    if (extension in fileLoaders) {
      const name = `assets/${basename(output.path)}`;
      files.set(name, { name, path: `/${name}`, bytes, immutable: true });
    } else if (extension === extname(entry.name)) {
      add(entry.name, bytes, entry.path);
    } else {
      add(entry.name.replace(/\.js$/, extension), bytes);
    }
  }
  return result.metafile;
}

/** Options of every bundle. @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: top,
  bundle: true,
  charset: 'utf8',
  platform: 'browser',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'warning',
  nodePaths: [join(top, 'web/node_modules')],
  tsconfig: join(top, 'web/tsconfig.json'),
};

function stubPlugin() {
  const replaced = new Map(Object.entries(testStubs).map(([from, to]) => [join(top, from), join(top, to)]));
  return {
    name: 'stub',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, async (args) => {
        if (args.pluginData === 'inner') return undefined;
        const found = await build.resolve(args.path, {
          importer: args.importer,
          resolveDir: args.resolveDir,
          kind: args.kind,
          pluginData: 'inner',
        });
        // The stub itself may import what it replaces.
        const stub = replaced.get(found.path);
        return stub && args.importer !== stub ? { path: stub } : found;
      });
    },
  };
}

/** web/<part>/static/<rest> is served as it is, under a hashed name, and called <part>/<rest> by templates. */
function addStatic(path) {
  add(relative(join(top, 'web'), path).replace('/static/', '/'), readFileSync(path));
}

const forbiddenInHtml = [
  ['an inline script', /<script(?![^>]*\ssrc=)[^>]*>/i],
  ['an inline style', /<style\b|\sstyle\s*=/i],
  ['an event attribute', /<[^>]*\son[a-z]+\s*=/i],
  [
    'something from another origin',
    /\s(?:src|srcset|action)\s*=\s*["']?(?:https?:)?\/\/|<link[^>]*\shref\s*=\s*["']?(?:https?:)?\/\//i,
  ],
];

/** web/<part>/<name>.html becomes /<part>/<name>.html with its {{asset:…}} filled in. */
function addTemplate(path) {
  const name = relative(join(top, 'web'), path);
  const text = readFileSync(path, 'utf8');
  for (const [what, pattern] of forbiddenInHtml) {
    if (pattern.test(text))
      throw new Error(`web/${name}: ${what} is not allowed (the content security policy refuses it)`);
  }
  // A whole attribute (src="{{asset:x}}") of a script or stylesheet gets its integrity beside it. `crossorigin` is
  // needed because sandboxed frames have an opaque origin, and integrity is only checked on readable responses.
  const attributes = text.replace(/\b(src|href)="\{\{asset:([^}"]+)\}\}"/g, (_, attribute, asset) => {
    const file = wanted(asset, name);
    const verified = /\.(js|css)$/.test(asset) ? ` integrity="${integrity(file.bytes)}" crossorigin` : '';
    return `${attribute}="${file.path}"${verified}`;
  });
  const html = attributes.replace(/\{\{asset:([^}]+)\}\}/g, (_, asset) => wanted(asset, name).path);
  add(name, Buffer.from(html.replace(/<!--(?!\[)[\s\S]*?-->\n?/g, '')), `/${name}`);
}

function wanted(asset, by) {
  const file = files.get(asset);
  if (!file) throw new Error(`${by} wants {{asset:${asset}}}; there is: ${[...files.keys()].sort().join(' ')}`);
  return file;
}

/** Without `path`, the file is served from /assets/ under a name that holds its hash. */
function add(name, bytes, path) {
  const extension = extname(name);
  if (!(extension in contentTypes)) throw new Error(`${name}: no content type for ${extension}`);
  const hashed = `/assets/${basename(name, extension)}-${digest('sha256', bytes, 'hex').slice(0, 12)}${extension}`;
  files.set(name, { name, path: path ?? hashed, bytes, immutable: path === undefined });
}

function digest(algorithm, bytes, encoding) {
  return createHash(algorithm).update(bytes).digest(encoding);
}

function integrity(bytes) {
  return `sha384-${digest('sha384', bytes, 'base64')}`;
}

function describe(file) {
  const gzip = gzipSync(file.bytes, { level: 9 });
  // The last byte of the gzip header names the operating system; fixed, so that the hashes do not depend on it.
  gzip[9] = 255;
  const brotli = brotliCompressSync(file.bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: file.bytes.length,
    },
  });
  const smaller = (packed) => (packed.length < file.bytes.length ? packed : Buffer.alloc(0));
  return { ...file, integrity: integrity(file.bytes), gzip: smaller(gzip), brotli: smaller(brotli) };
}

function manifest(served) {
  return Object.fromEntries(
    served.map((file) => [
      file.name,
      {
        path: file.path,
        integrity: file.integrity,
        sha256: digest('sha256', file.bytes, 'hex'),
        size_bytes: file.bytes.length,
        gzip_bytes: file.gzip.length,
        brotli_bytes: file.brotli.length,
      },
    ]),
  );
}

/** The table of src/server/assets.h over one blob, which the compiler takes in with #embed. */
function embed(served) {
  const parts = [];
  let offset = 0;
  const place = (bytes) => {
    const view = `bytes(${offset}, ${bytes.length})`;
    parts.push(bytes);
    offset += bytes.length;
    return view;
  };
  const rows = served.map((file) => {
    const type = contentTypes[extname(file.path)];
    const etag = digest('sha256', file.bytes, 'hex').slice(0, 32);
    return `    {"${file.path}", "${type}", "\\"${etag}\\"", "${file.integrity}",
     ${place(file.bytes)}, ${place(file.gzip)}, ${place(file.brotli)}, ${file.immutable}},`;
  });
  // Neither an empty array nor an empty #embed is allowed.
  parts.push(Buffer.alloc(1));
  const blob = Buffer.concat(parts);
  // The hash makes this file change with the blob: compiler caches do not see what #embed reads.
  const source = `// Generated by web/build.mjs; blob ${digest('sha256', blob, 'hex')}.
#include "server/assets.h"

#include <array>

namespace cloister::server {
namespace {

constexpr unsigned char kBlob[] = {
#embed "assets.blob"
};

constexpr ByteView bytes(std::size_t offset, std::size_t size) { return {kBlob + offset, size}; }

constexpr std::array<Asset, ${served.length}> kAssets{{
${rows.join('\n')}
}};

}  // namespace

std::span<const Asset> embedded_assets() { return kAssets; }

}  // namespace cloister::server
`;
  return { blob, source };
}

/** The licence texts of the packages that ended up in a bundle: most require that they go with the copies. */
function collectLicences(metafiles) {
  const packages = new Set();
  for (const meta of metafiles) {
    for (const input of Object.keys(meta.inputs)) {
      const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input);
      if (match) packages.add(match[1]);
    }
  }
  return [...packages]
    .sort()
    .map((name) => {
      const folder = join(top, 'web/node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function report(served, stubbed) {
  for (const file of served) {
    const size = (bytes) => String(bytes.length).padStart(8);
    console.log(`${size(file.bytes)} ${size(file.gzip)} gz ${size(file.brotli)} br  ${file.path}`);
  }
  if (stubbed) return;
  for (const { what, limit, names } of budgets) {
    const present = served.filter((file) => names.includes(file.name));
    if (present.length === 0) continue;
    const size = present.reduce((sum, file) => sum + Math.min(file.gzip.length || Infinity, file.bytes.length), 0);
    console.log(`${what}: ${size} of ${limit} bytes gzipped`);
    if (size > limit) throw new Error(`${what}: ${size} bytes gzipped are more than ${limit}`);
  }
}

async function buildTests(out) {
  const folder = join(top, 'tests/web');
  const tests = existsSync(folder) ? walk(folder).filter((path) => /\.test\.tsx?$/.test(path)) : [];
  rmSync(out, { recursive: true, force: true });
  if (tests.length === 0) return;
  await esbuild.build({
    ...common,
    // Node's own test runner, WebCrypto included, with packages resolved as a browser would.
    external: ['node:*'],
    entryPoints: tests,
    outbase: folder,
    outdir: out,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    sourcemap: 'linked',
    loader: { ...fileLoaders, '.css': 'empty' },
  });
}

/** All files below a folder, sorted. */
function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    });
}

function writeIfChanged(path, bytes) {
  if (existsSync(path) && statSync(path).size === bytes.length && readFileSync(path).equals(bytes)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

await main();
