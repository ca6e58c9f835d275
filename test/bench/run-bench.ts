import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Runs the benchmark. @returns what it prints */
export function bench(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/main.mjs', ...parameters], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** The rows of the table whose first row holds `column`, by the names of its columns. */
export function readTable(report: string, column: string): Record<string, string>[] {
  const lines = report.split('\n');
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const isHead = (k: number) => lines[k].startsWith('|') && !lines[k - 1]?.startsWith('|');
  const start = lines.findIndex((line, k) => isHead(k) && cells(line).includes(column));
  assert.ok(start >= 0, `a table with the column ${column}`);
  const head = cells(lines[start]);
  const end = lines.findIndex((line, k) => k > start && !line.startsWith('|'));
  const rows = lines.slice(start + 2, end).map(cells);
  return rows.map((row) => Object.fromEntries(head.map((name, k) => [name, row[k]])));
}
