import { html, type TemplateResult } from 'lit';
import { words } from './timeline-strings.ts';
import { LEAST_HEIGHT, MOST_HEIGHT, type TrackId } from './track-list.ts';

/** A press of an arrow, in pixels of height. */
const HEIGHT_STEP = 12;

/** By which a track is dragged to another place; with the arrows it goes up and down. */
export function renderGrip(
  id: TrackId,
  name: string,
  act: {
    /** Puts the track before another one, or last. */
    place(before: TrackId | null): void;
    shift(by: -1 | 1): void;
  },
): TemplateResult {
  const key = (event: KeyboardEvent) => {
    const by = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp'];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act.shift(by);
    // What moves in the page loses the focus.
    const grip = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => grip.focus());
  };
  return html`<button
    type="button"
    class="grip"
    aria-label=${words.moveTrack(name)}
    title=${words.moveTrack(name)}
    aria-keyshortcuts="ArrowUp ArrowDown"
    @pointerdown=${(event: PointerEvent) => drag(event, (_, { clientY }, field) => placeUnder(field, id, clientY, act.place))}
    @keydown=${key}
  ></button>`;
}

/** By which a track is made higher and lower. */
export function renderResizer(name: string, height: number, resize: (height: number) => void): TemplateResult {
  const key = (event: KeyboardEvent) => {
    const by = { ArrowUp: -HEIGHT_STEP, ArrowDown: HEIGHT_STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(height + by);
  };
  return html`<div
    class="resizer"
    role="separator"
    tabindex="0"
    aria-orientation="horizontal"
    aria-label=${words.resize(name)}
    aria-valuemin=${LEAST_HEIGHT}
    aria-valuemax=${MOST_HEIGHT}
    aria-valuenow=${height}
    @pointerdown=${(event: PointerEvent) => drag(event, (by) => resize(height + by))}
    @keydown=${key}
  ></div>`;
}

/**
 * Follows a pointer until it is let go. All tracks together hold it, since a track that moves in the page would lose it.
 * @param follow is told the pixels down from where it began, and what holds all tracks
 */
function drag(event: PointerEvent, follow: (by: number, event: PointerEvent, field: HTMLElement) => void): void {
  if (event.button !== 0) return;
  event.stopPropagation();
  const field = (event.currentTarget as HTMLElement).closest<HTMLElement>('.field');
  if (!field) return;
  field.setPointerCapture(event.pointerId);
  const ended = new AbortController();
  const listen = (type: 'pointermove' | 'pointerup' | 'pointercancel', act: (event: PointerEvent) => void) =>
    field.addEventListener(
      type,
      (next) => {
        if (next.pointerId !== event.pointerId) return;
        // Before the gestures of the tracks hear of it.
        next.stopImmediatePropagation();
        act(next);
      },
      { capture: true, signal: ended.signal },
    );
  listen('pointermove', (moved) => follow(moved.clientY - event.clientY, moved, field));
  for (const type of ['pointerup', 'pointercancel'] as const) listen(type, () => ended.abort());
}

/** Puts a track where the pointer is: before the first other one whose middle lies below it. */
function placeUnder(field: HTMLElement, id: TrackId, y: number, place: (before: TrackId | null) => void): void {
  const tracks = [...field.querySelectorAll<HTMLElement>('.track')];
  const others = tracks.filter(({ dataset }) => dataset.track !== id);
  const below = others.find((track) => {
    const { top, height } = track.getBoundingClientRect();
    return top + height / 2 > y;
  });
  const before = (below?.dataset.track ?? null) as TrackId | null;
  const next = tracks[tracks.findIndex(({ dataset }) => dataset.track === id) + 1]?.dataset.track ?? null;
  if (before !== next) place(before);
}
