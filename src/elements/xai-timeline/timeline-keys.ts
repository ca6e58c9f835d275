import { pressEditKey } from './label-keys.ts';
import type { Labelling } from './labelling.ts';
import type { Player } from './player.ts';
import type { Stage } from './stage.ts';
import type { TimelineTasks } from './timeline-tasks.ts';
import { ZOOM_STEP } from './timeline-toolbar.ts';

/** A press of an arrow on the mini-map, in views. */
const PAN_STEP = 0.25;

/** What keys act on. */
export interface KeyTargets {
  readonly stage: Stage;
  readonly player: Player;
  /** Null where labels may not be edited. */
  readonly labelling: Labelling | null;
  readonly tasks: TimelineTasks;
}

/** Keys that work wherever the focus is in the timeline, but for fields; true where one was meant. */
export function pressAnywhere(event: KeyboardEvent, { stage, player, labelling, tasks }: KeyTargets): boolean {
  const { target, key } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return false;
  if (labelling && pressEditKey(event, labelling)) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (key === ' ' && target instanceof HTMLElement && target.closest('button, summary')) return false;
  if (key === 'Escape') {
    if (labelling?.drag.cancel()) return true;
    if (!tasks.activity) return false;
    tasks.stop();
    return true;
  }
  return pressKey(key, stage, player);
}

function pressKey(key: string, stage: Stage, player: Player): boolean {
  const { view } = stage;
  if (!view) return false;
  if (key === '+' || key === '=') stage.zoom(1 / ZOOM_STEP);
  else if (key === '-') stage.zoom(ZOOM_STEP);
  else if (key === '0') stage.show(view.start, view.end);
  else if (key === 'PageUp') stage.pan(-1);
  else if (key === 'PageDown') stage.pan(1);
  else if (key === ' ' && player.isThere) player.toggle();
  else return false;
  return true;
}

/** Keys of the window's frame. */
export function pressFrameKey({ key, shiftKey }: KeyboardEvent, stage: Stage, count: number): boolean {
  const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key] as -1 | 1 | undefined;
  if (direction && shiftKey) stage.stepWrong(direction);
  else if (direction) stage.step(direction);
  else if (key === 'Home') stage.go(0);
  else if (key === 'End') stage.go(count - 1);
  else return false;
  return true;
}

/** Keys of the stretch on the mini-map. */
export function pressThumbKey({ key }: KeyboardEvent, stage: Stage): boolean {
  const { view } = stage;
  const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key];
  if (!view) return false;
  if (direction) stage.pan(direction * PAN_STEP);
  else if (key === 'Home') stage.show(view.start, view.start + view.span);
  else if (key === 'End') stage.show(view.end - view.span, view.end);
  else return false;
  return true;
}
