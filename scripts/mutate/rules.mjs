// Mutants of a source by rule: each condition, and each part of one that && and || join, is replaced by `true` and by
// `false`; each check whose failure is passed on (CLOISTER_CHECK) is ignored. Knows just enough of C++ and TypeScript:
// what it makes and the compiler refuses is no mutant.

/// The text with comments blanked and strings filled with underscores, everything else at its place.
export function masked(text) {
  return text.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
    (found) => found.replace(/[^\n]/g, /^\/[/*]/.test(found) ? ' ' : '_'),
  );
}

const closing = { '(': ')', '[': ']', '{': '}' };

/// The place after the bracket that closes the one at `open`.
function after(mask, open) {
  let depth = 0;
  for (let at = open; at < mask.length; ++at) {
    if (closing[mask[at]]) ++depth;
    else if (')]}'.includes(mask[at]) && --depth === 0) return at + 1;
  }
  return mask.length;
}

/// Parts of [start, end) between `separator` outside of brackets, trimmed.
function split(mask, start, end, separator) {
  const parts = [];
  let from = start;
  for (let at = start; at < end; ++at) {
    if (closing[mask[at]]) at = after(mask, at) - 1;
    else if (mask.startsWith(separator, at)) {
      parts.push([from, at]);
      at += separator.length - 1;
      from = at + 1;
    }
  }
  parts.push([from, end]);
  return parts.map(([a, b]) => trim(mask, a, b));
}

function trim(mask, start, end) {
  while (start < end && /\s/.test(mask[start])) ++start;
  while (end > start && /\s/.test(mask[end - 1])) --end;
  return [start, end];
}

/// The condition and the parts that && and || join, brackets around parts opened.
function* parts(mask, start, end) {
  yield [start, end];
  for (const separator of ['||', '&&']) {
    const found = split(mask, start, end, separator);
    if (found.length < 2) continue;
    for (const [a, b] of found) yield* parts(mask, a, b);
    return;
  }
  if (mask[start] === '(' && after(mask, start) === end) yield* parts(mask, ...trim(mask, start + 1, end - 1));
  else if (mask[start] === '!' && mask[start + 1] === '(' && after(mask, start + 1) === end)
    yield* parts(mask, ...trim(mask, start + 2, end - 1));
}

/// Where the expression that ends at `end` begins.
function begin(mask, end) {
  let depth = 0;
  for (let at = end - 1; at >= 0; --at) {
    const c = mask[at];
    if (')]}'.includes(c)) ++depth;
    else if (closing[c] && --depth < 0) return at + 1;
    if (depth > 0) continue;
    if (c === ';' || c === ',' || c === '}') return at + 1;
    if (c === '=' && !'=!<>'.includes(mask[at - 1]) && mask[at + 1] !== '=') return at + (mask[at + 1] === '>' ? 2 : 1);
    if (/^\breturn\b/.test(mask.slice(at, at + 7)) && !/\w/.test(mask[at - 1] ?? ' ')) return at + 6;
  }
  return 0;
}

function* conditions(mask) {
  for (const found of mask.matchAll(/\bif\s*\(/g)) {
    const open = found.index + found[0].length - 1;
    const [start, end] = split(mask, open + 1, after(mask, open) - 1, ';').at(-1);
    yield { start, end, declares: /^(const\s|auto\b)/.test(mask.slice(start, end)) };
  }
  for (const found of mask.matchAll(/\s\?\s/g)) {
    const [start, end] = trim(mask, begin(mask, found.index), found.index);
    if (end > start) yield { start, end };
  }
  for (const found of mask.matchAll(/\breturn\s+([^;]*);|\bbool\s+\w+\s*=\s*([^;]*);/g)) {
    const expression = found[1] ?? found[2];
    if (/\s\?\s|\{/.test(expression) || !/&&|\|\||[=!]=|[<>]=?\s|^!/.test(expression)) continue;
    const start = found.index + found[0].indexOf(expression);
    yield { start, end: start + expression.length };
  }
}

/// Places of the functions with these names: definitions that begin at the first column.
function ranges(text, names) {
  if (!names) return [[0, text.length]];
  const out = [];
  for (const found of text.matchAll(/^(?=[A-Za-z])(?!namespace|class|struct|#)[^;]*?\{\n[\s\S]*?^\}/gm)) {
    const head = found[0].slice(0, found[0].indexOf('{'));
    if (names.some((name) => new RegExp(`\\b${name}\\(`).test(head)))
      out.push([found.index, found.index + found[0].length]);
  }
  return out;
}

/// [{name, from, to, text}]: `text` in the place of [from, to) of the source.
export function mutants(text, names) {
  const mask = masked(text);
  const within = ranges(text, names);
  const inside = (at) => within.some(([a, b]) => at >= a && at < b);
  const out = new Map();
  const add = (from, to, replacement, what) => {
    const key = `${from} ${to} ${replacement}`;
    if (inside(from) && to > from && !out.has(key)) out.set(key, { from, to, text: replacement, what });
  };
  for (const { start, end, declares } of conditions(mask)) {
    const said = (a, b) => text.slice(a, b).replace(/\s+/g, ' ');
    if (declares) add(start, end, `${text.slice(start, end)}; false`, `${said(start, end)} → false`);
    else
      for (const [a, b] of parts(mask, start, end))
        for (const value of ['true', 'false'])
          if (mask.slice(a, b) !== value) add(a, b, value, `${said(a, b)} → ${value}`);
  }
  for (const found of mask.matchAll(/\bCLOISTER_CHECK\(/g)) {
    const open = found.index + found[0].length - 1;
    const end = after(mask, open);
    add(
      found.index,
      end,
      `(void)${text.slice(open, end)}`,
      `${text.slice(found.index, end).replace(/\s+/g, ' ')} → ignored`,
    );
  }
  const sorted = [...out.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  const seen = new Map();
  for (const mutant of sorted) {
    const times = (seen.get(mutant.what) ?? 0) + 1;
    seen.set(mutant.what, times);
    mutant.name = times > 1 ? `${mutant.what} (${times})` : mutant.what;
  }
  return sorted;
}

const onConversation = [
  'Nobody',
  'CustomerOwn',
  'CustomerOther',
  'AgentLocked',
  'AgentWaiting',
  'AgentAssigned',
  'AgentOther',
  'Foreign',
];
const onSite = ['Nobody', 'Customer', 'Agent', 'AgentLocked', 'Admin', 'Foreign'];

/// Of the generated table of access: each row loosened by each relation that it does not name and that somebody can
/// have towards what it is about.
export function loosenedRows(text) {
  const out = [];
  for (const found of text.matchAll(/case (\w+::\w+):\n\s*return ([^;]*);/g)) {
    const at = found.index + found[0].length - 1;
    const may = found[2].split(' | ').map((name) => name.slice('kRelation'.length));
    const all = may.some((name) => ['CustomerOwn', 'AgentWaiting', 'AgentAssigned'].includes(name))
      ? onConversation
      : onSite;
    for (const relation of all)
      if (!may.includes(relation))
        out.push({ from: at, to: at, text: ` | kRelation${relation}`, name: `${found[1]} also for ${relation}` });
  }
  return out;
}
