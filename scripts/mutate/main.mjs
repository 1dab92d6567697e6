// node scripts/mutate/main.mjs SET [word…]: makes the mutants of a set (sets.mjs) whose file or name holds one of the
// words (all without), and demands that a test fails for each. Those that nothing can notice are explained in
// docs/mutants.md; any other survivor is a failure, and so is an explained one that was noticed after all.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { NativeBuild } from './native.mjs';
import { mutants } from './rules.mjs';
import { sets } from './sets.mjs';

const top = resolve(import.meta.dirname, '../..');
const [setName, ...words] = process.argv.slice(2);
const set = sets[setName];
if (!set) {
  console.error(`./dev mutate: there are the sets ${Object.keys(sets).join(', ')}`);
  process.exit(2);
}

/// docs/mutants.md: rows `| file | mutant | why |`, names in backquotes.
const explained = new Map(
  [...readFileSync(`${top}/docs/mutants.md`, 'utf8').matchAll(/^\| `(.*?)` \| `(.*)` \| (.*) \|$/gm)].map((row) => [
    `${row[1]}: ${row[2].replaceAll('\\|', '|')}`,
    row[3],
  ]),
);

const all = set.files.flatMap(({ path, functions, rule, killers }) => {
  const text = readFileSync(`${top}/${path}`, 'utf8');
  return (rule ? rule(text) : mutants(text, functions)).map((mutant) => ({
    path,
    killers,
    name: `${path}: ${mutant.name}`,
    line: text.slice(0, mutant.from).split('\n').length,
    text: text.slice(0, mutant.from) + mutant.text + text.slice(mutant.to),
  }));
});
const chosen = all.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
if (chosen.length === 0) throw new Error('no such mutants');

const build = new NativeBuild(top, set.targets);
// What fails without a mutant proves nothing.
const files = new Set(chosen.map(({ path }) => path));
const failing = await build.firstFailure(
  set.files.filter(({ path }) => files.has(path)).flatMap(({ killers }) => killers),
);
if (failing) throw new Error(`without any mutant, ${failing}`);

const started = Date.now();
const counts = { killed: 0, invalid: 0, explained: 0 };
const survivors = [];
const wrong = [];
const queue = [...chosen];
async function work(worker) {
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const { killed, invalid } = await build.try(mutant.path, mutant.text, mutant.killers, worker);
    const known = explained.get(mutant.name);
    if (invalid) counts.invalid += 1;
    else if (killed) {
      counts.killed += 1;
      if (known) wrong.push(`${mutant.name} (noticed by ${killed})`);
    } else if (known) counts.explained += 1;
    else survivors.push(`${mutant.path}:${mutant.line}: ${mutant.name.slice(mutant.path.length + 2)}`);
    const outcome = invalid ? 'no program' : (killed ?? (known ? 'explained' : 'SURVIVED'));
    console.log(
      `[${chosen.length - queue.length}/${chosen.length}] ${mutant.path}:${mutant.line} ${mutant.name.slice(mutant.path.length + 2)}: ${outcome}`,
    );
  }
}
await Promise.all(
  Array.from({ length: Number(process.env.CLOISTER_JOBS ?? availableParallelism()) }, (_, i) => work(i)),
);

const names = new Set(all.map(({ name }) => name));
const stale =
  words.length > 0
    ? []
    : [...explained.keys()].filter(
        (name) => set.files.some(({ path }) => name.startsWith(`${path}: `)) && !names.has(name),
      );
console.log(
  `\n${chosen.length} mutants in ${Math.round((Date.now() - started) / 1000)} s: ${counts.killed} noticed, ` +
    `${counts.explained} explained in docs/mutants.md, ${counts.invalid} that do not compile, ${survivors.length} survived`,
);
for (const name of survivors) console.log(`SURVIVED ${name}`);
for (const name of wrong) console.log(`EXPLAINED, BUT NOTICED ${name}`);
for (const name of stale) console.log(`EXPLAINED, BUT NOT THERE ${name}`);
process.exit(survivors.length + wrong.length + stale.length === 0 ? 0 : 1);
