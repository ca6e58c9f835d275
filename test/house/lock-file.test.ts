import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

test('the lock file holds every package that another asks for, those of other platforms included', () => {
  // npm writes a lock file without the platform packages that it could not find, and `npm ci` then refuses it.
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
  const missing: string[] = [];
  for (const [place, { dependencies, optionalDependencies }] of Object.entries(packages)) {
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const parents = place
        .split('/node_modules/')
        .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
      const found = ['', ...parents].some((parent) => packages[`${parent}${parent ? '/' : ''}node_modules/${name}`]);
      if (!found) missing.push(`${name}, which ${place || 'this package'} asks for`);
    }
  }
  assert.deepEqual(missing, []);
});
