// A reporter for `node --test`: one line per file that passes, failures in full, skipped tests by name with their
// reason. Counts go to the file named by XAI_TEST_SUMMARY, for the closing line of `npm test`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';

/** Bundles lie under `.build/test-<pid>/`; people know the source file. */
function sourceName(file) {
  const relative = path.relative(process.cwd(), file ?? '');
  return relative.replace(/^\.build[/\\]test-[^/\\]+[/\\]/, '').replace(/\.js$/, '.ts');
}

function explain(error) {
  const cause = error?.code === 'ERR_TEST_FAILURE' && error.cause ? error.cause : error;
  if (typeof cause === 'string') return cause;
  if (!cause?.stack) return inspect(cause);
  const code = cause.code && cause.code !== 'ERR_ASSERTION' ? ` (code ${cause.code})` : '';
  const below = cause.cause ? `\ncaused by ${inspect(cause.cause)}` : '';
  return `${cause.stack.replaceAll(/\n\s+at .*node:internal.*/g, '')}${code}${below}`;
}

/** The path of the file itself stands for a file that could not be run to its end. */
function nameOf(file, names) {
  const shown = names.filter((name) => !path.isAbsolute(name));
  return shown.length > 0 ? `${file}: ${shown.join(' > ')}` : file;
}

const indent = (text, by) => text.replaceAll(/^(?=.)/gm, by);

export default async function* report(source) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
  const files = new Map();
  // Names of the tests and suites that enclose the one being reported, by depth.
  const enclosing = [];

  function* finished(file) {
    const tally = files.get(file);
    if (!tally) return;
    files.delete(file);
    if (tally.failed > 0) return;
    const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
    yield `  ok    ${file}  ${tally.passed} passed${skipped}  ${(tally.ms / 1000).toFixed(1)} s\n`;
  }

  for await (const { type, data } of source) {
    if (type === 'test:start') {
      enclosing.length = data.nesting;
      enclosing[data.nesting] = data.name;
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield indent(data.message, '        ');
    } else if (type === 'test:pass' || type === 'test:fail') {
      const file = sourceName(data.file);
      for (const other of files.keys()) if (other !== file) yield* finished(other);
      if (!files.has(file)) files.set(file, { passed: 0, failed: 0, skipped: 0, ms: 0 });
      const tally = files.get(file);
      const subtestsFailed = data.details?.error?.failureType === 'subtestsFailed';
      if (data.nesting === 0) tally.ms += data.details?.duration_ms ?? 0;
      const suite = data.details?.type === 'suite';
      const name = nameOf(file, [...enclosing.slice(0, data.nesting), data.name]);
      if (type === 'test:fail') {
        tally.failed++;
        // A test that fails only because a test inside of it did has been reported there.
        if (subtestsFailed) continue;
        counts.failed++;
        counts.failures.push(name);
        yield `  FAIL  ${name}\n${indent(explain(data.details?.error), '        ')}\n`;
      } else if (data.skip !== undefined || data.todo !== undefined) {
        tally.skipped++;
        counts.skipped++;
        const reason = data.skip ?? data.todo;
        counts.skips.push(typeof reason === 'string' && reason ? `${name} (${reason})` : name);
      } else if (!suite) {
        tally.passed++;
        counts.passed++;
      }
    }
  }
  for (const file of [...files.keys()]) yield* finished(file);
  if (process.env.XAI_TEST_SUMMARY) writeFileSync(process.env.XAI_TEST_SUMMARY, JSON.stringify(counts));
}
