// Writes everything that follows from schema.mjs. `--check` writes nothing and fails when a file differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  errorCodeHeader,
  messagesHeader,
  messagesSource,
  routesHeader,
  routesSource,
  wireHeader,
  wireSource,
} from './generate_cpp.mjs';
import { documentTables, openApi } from './generate_docs.mjs';
import { sentencesTypescript, wireTypescript } from './generate_ts.mjs';
import * as schema from './schema.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const check = process.argv.includes('--check');
let drift = 0;

function put(path, content) {
  const full = join(root, path);
  const now = existsSync(full) ? readFileSync(full, 'utf8') : '';
  if (now === content) return;
  if (check) {
    console.error(`drift: ${path} does not follow from src/protocol/schema.mjs; run ./dev gen`);
    drift += 1;
    return;
  }
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  console.log(`wrote ${path}`);
}

/// Replaces what stands between `<!-- gen:NAME -->` and `<!-- /gen -->`.
function fillTables(path, tables) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  let out = readFileSync(full, 'utf8');
  for (const [name, table] of Object.entries(tables))
    out = out.replace(
      new RegExp(`(<!-- gen:${name} -->\\n)[\\s\\S]*?(<!-- /gen -->)`),
      (_, open, close) => `${open}${table}${close}`,
    );
  put(path, out);
}

put('src/base/gen/error_code.h', errorCodeHeader(schema));
put('src/protocol/gen/wire.h', wireHeader(schema));
put('src/protocol/gen/wire.cc', wireSource(schema));
put('src/protocol/gen/messages.h', messagesHeader(schema));
put('src/protocol/gen/messages.cc', messagesSource(schema));
put('src/protocol/gen/routes.h', routesHeader(schema));
put('src/protocol/gen/routes.cc', routesSource(schema));
put('web/shared/gen/wire.ts', wireTypescript(schema));
put('web/shared/gen/sentences.ts', sentencesTypescript(schema));
put('docs/openapi.json', openApi(schema));
fillTables('docs/protocol.md', documentTables(schema));
process.exit(drift ? 1 : 0);
