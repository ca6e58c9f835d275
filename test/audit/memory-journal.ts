import type { JournalFile } from '../../src/audit/run/journal.ts';

/** A journal that a test can look at, and cut off where it likes. */
export class MemoryJournal implements JournalFile {
  readonly name = 'journal.jsonl';
  text = '';

  async *readLines(): AsyncIterable<string> {
    this.text = this.text.slice(0, this.text.lastIndexOf('\n') + 1);
    yield* this.text.split('\n').slice(0, -1);
  }

  async append(line: string): Promise<void> {
    this.text += `${line}\n`;
  }

  async close(): Promise<void> {}
}
