/**
 * What was noted of the windows of a session, as notes of the whole: what was said of all of them, or of one alone, as it is; what was
 * said of some with how many; and not what each said with numbers of its own.
 */
export class WindowNotes {
  readonly #counts = new Map<string, number>();
  /** Sentences without their numbers, with the sentences that had them. */
  readonly #kinds = new Map<string, Set<string>>();
  #windows = 0;

  add(notes: readonly string[]): void {
    this.#windows++;
    for (const note of new Set(notes)) {
      this.#counts.set(note, (this.#counts.get(note) ?? 0) + 1);
      const kind = note.replaceAll(/[-−]?\d+([.,]\d+)*(e[-+]?\d+)?/g, '#');
      this.#kinds.set(kind, (this.#kinds.get(kind) ?? new Set()).add(note));
    }
  }

  notes(): string[] {
    return [...this.#kinds.values()].flatMap((told) => {
      if (told.size > 1) return [];
      const [note] = told;
      const count = this.#counts.get(note) ?? 0;
      return [
        count === 1 || count === this.#windows ? note : `${note} So it is in ${count} of ${this.#windows} windows.`,
      ];
    });
  }
}
