import type { Finding } from '../../engine/info.ts';

/** What lists of findings need: what there is, what is chosen, and how to choose. */
export interface FindingsView {
  readonly findings: readonly Finding[];
  readonly selected: number;
  /** Pixels of the picture. */
  readonly width: number;
  readonly height: number;
  choose(index: number): void;
}

/** A list to move in. */
export interface KeyList {
  readonly findings: readonly unknown[];
  choose(index: number): void;
}

/** Arrow keys, Home and End choose the neighbour and take the focus along; Enter and space choose again. */
export function moveByKey(event: KeyboardEvent, view: KeyList): void {
  const last = view.findings.length - 1;
  const target = event.target as HTMLElement;
  const here = Number(target.dataset.index ?? 0);
  const next: Record<string, number> = {
    ArrowRight: Math.min(last, here + 1),
    ArrowDown: Math.min(last, here + 1),
    ArrowLeft: Math.max(0, here - 1),
    ArrowUp: Math.max(0, here - 1),
    Home: 0,
    End: last,
    Enter: here,
    ' ': here,
  };
  const index = next[event.key];
  if (index === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  view.choose(index);
  const list = event.currentTarget as HTMLElement;
  list.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
}
