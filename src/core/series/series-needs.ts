/** What has to come in for a model of recordings to be asked. */
export interface SeriesNeeds {
  /** Names of the channels in the model's order; null where the recipe names none. */
  readonly channels: readonly string[] | null;
  /** How many channels; null: any number. */
  readonly channelCount: number | null;
  /** Samples a second; null: as they come. */
  readonly rate: number | null;
  /** Samples of a window, and from one to the next; null: as long as the recording. */
  readonly window: number | null;
  readonly stride: number | null;
}
