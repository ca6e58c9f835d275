/** The words of the slider between two pictures, in English. */
export const compareWords = {
  comparePosition: 'How much of each is seen',
  compared: (share: string, first: string, second: string) => `${share} ${first}, the rest ${second}`,
  compareSides: ['first', 'second'] as readonly string[],
};
