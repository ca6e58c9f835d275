import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';

/**
 * The icons of the widgets, a file of this app. Those that Web Awesome brings along or asks of another machine become markup
 * by `innerHTML`, which Trusted Types forbid; a sheet of icons is referred to.
 */
export function registerIcons(): void {
  const sheet = { resolver: (name: string) => `icons/shell.svg#${name}`, spriteSheet: true };
  registerIconLibrary('system', sheet);
  registerIconLibrary('default', sheet);
}
