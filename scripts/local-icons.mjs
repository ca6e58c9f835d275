// An esbuild plugin: Web Awesome's own icons stay out of a bundle, 43 kB of which the app uses none, and with them the
// address of the machine from which it takes those that it does not bring along.
import { readFileSync } from 'node:fs';

const EMPTY = {
  'library.system.ts': `export const icons = {};
export const library_system_default = { name: 'system', resolver: () => '' };`,
  'library.default.ts': `export const getIconFolder = () => '';
export const library_default_default = { name: 'default', resolver: () => '' };`,
};

export const localIcons = {
  name: 'local-icons',
  setup({ onLoad, onStart, onEnd }) {
    let found = new Set();
    let hasIcons = false;
    onStart(() => {
      found = new Set();
      hasIcons = false;
    });
    onLoad({ filter: /@awesome\.me[\\/]webawesome[\\/]dist[\\/]chunks[\\/]/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const [, name] = /^\/\/ src\/components\/icon\/(\S+)$/m.exec(text) ?? [];
      if (name === 'icon.ts') hasIcons = true;
      if (!(name in EMPTY)) return undefined;
      found.add(name);
      return { contents: EMPTY[name], loader: 'js' };
    });
    onEnd(() => {
      const missed = Object.keys(EMPTY).filter((name) => !found.has(name));
      if (!hasIcons || missed.length === 0) return undefined;
      return {
        errors: [{ text: `Web Awesome has its ${missed.join(' and ')} elsewhere now; see scripts/local-icons.mjs.` }],
      };
    });
  },
};
