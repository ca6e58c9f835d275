import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Runs a command and gives what it wrote to standard output. Throws with everything it wrote when it fails. */
export function runIn(folder: string, command: string, parameters: string[]): string {
  const outcome = spawnSync(command, parameters, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 << 20,
  });
  if (outcome.status === 0) return outcome.stdout;
  const why = outcome.error ? `${outcome.error.message}\n` : '';
  throw new Error(`${command} ${parameters.join(' ')} failed\n${why}${outcome.stdout}${outcome.stderr}`);
}

/** An empty folder into which the packed package was installed, as its users do. Needs `npm run build` before. */
export class Consumer {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'xai-consumer-'));
  /** Names of the files in the packed package. */
  readonly packed: string[];

  constructor(morePackages: string[] = []) {
    if (!existsSync('dist/index.js')) throw new Error('dist/ is not built; run "npm run build" first.');
    const [{ filename, files }] = JSON.parse(
      runIn('.', 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', this.folder]),
    ) as [{ filename: string; files: { path: string }[] }];
    this.packed = files.map((file) => file.path);
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    runIn(this.folder, 'npm', [
      ...['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
      ...[`./${filename}`, ...morePackages],
    ]);
  }

  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  run(command: string, ...parameters: string[]): string {
    return runIn(this.folder, command, parameters);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
