/** The confidence from which an extracted answer is sure enough to stop reading. */
export const SURE = 0.9;
