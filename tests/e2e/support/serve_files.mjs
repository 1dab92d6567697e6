// Another build of the browser part, answered in place of what the server has.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const types = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Documents and assets of the chat and the console come from `folder`, an output folder of web/build.mjs, under the
 * headers of the real server. The browser must be open without LocalNetworkAccessChecks: what a test answers comes from
 * no address, and would be kept from one of this machine.
 */
export async function serveFiles(context, server, folder) {
  const documents = {
    [`${server.chat}/widget`]: 'widget/app.html',
    [`${server.chat}/window`]: 'widget/window.html',
    [server.console]: 'console/desk.html',
    [`${server.console}enrol`]: 'console/enrol.html',
    [`${server.console}frame`]: 'console/frame.html',
  };
  const file = (path) => readFileSync(join(folder, 'files', path));
  await context.route(/^https:\/\/(chat|console)\.test/, async (route) => {
    const url = route.request().url();
    const { pathname, origin } = new URL(url);
    const document = documents[origin + pathname];
    if (document) {
      const { status, headers } = await server.fetch(url, { headers: { 'sec-fetch-dest': 'iframe' } });
      await route.fulfill({ status, headers: plain(headers), body: file(document) });
    } else if (pathname.startsWith('/assets/') || pathname === '/embed.js') {
      const { headers } = await server.fetch(`${server.chat}/embed.js`);
      const type = types[extname(pathname)];
      await route.fulfill({ status: 200, headers: { ...plain(headers), 'content-type': type }, body: file(pathname) });
    } else await route.continue();
  });
}

/** Headers that do not depend on the bytes. */
const plain = ({ 'content-length': _1, 'content-encoding': _2, etag: _3, ...rest }) => rest;
