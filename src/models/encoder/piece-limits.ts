/** Pieces of a question that are read; what asks more is cut. */
export const MAX_QUESTION_PIECES = 32;
/** Pieces of a title that are read before a passage. */
export const MAX_TITLE_PIECES = 16;
/**
 * The shortest window of a model with a question: so much that question, title and special tokens leave room for the
 * overlaps of a divided passage, and for something between them.
 */
export const SHORTEST_QUESTION_WINDOW = 128;
/** The shortest window of a model that embeds sentences: below it a question would say too little. */
export const SHORTEST_SENTENCE_WINDOW = 16;
