// Builds a mutant of a C++ source and runs tests with it: the changed file alone is compiled, and linked before the
// libraries of the build, which then have nothing to add. No file of the checkout is touched.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const testSeconds = 120;

function shell(command, cwd, seconds) {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let said = '';
    const hear = (bytes) => {
      said = (said + bytes).slice(-20000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), seconds * 1000);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, said });
    });
  });
}

export class NativeBuild {
  constructor(top, targets) {
    this.top = top;
    this.build = `${top}/build/check`;
    const made = spawnSync(`${top}/scripts/build`, ['check', ...targets], { stdio: 'inherit' });
    if (made.status !== 0) throw new Error('the tests do not build');
    this.compilers = new Map(
      JSON.parse(readFileSync(`${this.build}/compile_commands.json`, 'utf8')).map((entry) => [
        entry.file,
        entry.command,
      ]),
    );
    this.linkers = new Map(
      targets.map((target) => {
        const all = spawnSync('ninja', ['-C', this.build, '-t', 'commands', target], {
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        });
        return [
          target,
          all.stdout
            .trim()
            .split('\n')
            .at(-1)
            .replace(/^: && /, '')
            .replace(/ && :$/, ''),
        ];
      }),
    );
  }

  /// The first of these tests that fails as things are.
  async firstFailure(killers) {
    const seen = new Set();
    for (const { test, filter } of killers) {
      if (seen.has(`${test} ${filter}`)) continue;
      seen.add(`${test} ${filter}`);
      const run = await shell(`build/check/${test} --gtest_brief=1 '--gtest_filter=${filter}'`, this.top, testSeconds);
      if (run.code !== 0) return `${test} ${filter} fails:\n${run.said}`;
    }
    return undefined;
  }

  /// {killed: 'by what' | undefined, invalid}
  async try(path, text, killers, worker) {
    const place = `${this.top}/build/mutants/${worker}`;
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    const source = `${this.top}/${path}`;
    const changed = `${place}/${path.split('/').at(-1)}`;
    writeFileSync(changed, text);
    const compile = this.compilers
      .get(source)
      .replace(/ -o \S+/, ` -w -Wno-error -o ${place}/mutant.o`)
      .replace(/ -M[DTF] ?\S*\.o(\.d)?| -MD/g, '')
      .replace(` ${source}`, ` ${changed}`);
    const compiled = await shell(compile, this.build, testSeconds);
    if (compiled.code !== 0) return { invalid: true, said: compiled.said };
    const linked = new Set();
    for (const { test, filter } of killers) {
      if (!linked.has(test)) {
        const link = this.linkers.get(test).replace(` -o ${test} `, ` ${place}/mutant.o -o ${place}/${test} `);
        const result = await shell(link, this.build, testSeconds);
        if (result.code !== 0) throw new Error(`${path} does not link:\n${result.said}`);
        linked.add(test);
      }
      const run = await shell(
        `${place}/${test} --gtest_brief=1 --gtest_fail_fast '--gtest_filter=${filter}'`,
        this.top,
        testSeconds,
      );
      if (run.code !== 0) {
        const failed = /\[ {2}FAILED {2}\] ([\w.]+)/.exec(run.said)?.[1];
        return { killed: failed ?? `${filter} (${run.signal ?? `exit ${run.code}`})` };
      }
    }
    return {};
  }
}
