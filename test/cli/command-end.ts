/** Ends what one command wrote to a stream, where one process serves several. */
export const END = '\u0000';
