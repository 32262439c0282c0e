/**
 * pith: makes text of any length small enough, and clean enough, for a language model to read.
 *
 * {@link compress} and {@link infer} do the whole job; the stages, and the graph that connects them, are here for those
 * who build their own.
 */
export { type Budget, DEFAULT_BUDGET } from './compress/budget.ts';
export type { CompressedDocument, Compression, CompressStats } from './compress/compression.ts';
export {
  type Compressor,
  type CompressSource,
  compress,
  openCompressor,
} from './compress/compressor.ts';
export type { CompressEvent, PassReport } from './compress/passes.ts';
export { compressRecord, type DataRecord, type RecordNote, type RecordOptions } from './compress/record.ts';
export { DEFAULT_LEVEL, type Level, levels, type ResourceOptions } from './compress/resources.ts';
export type { CompressOptions } from './compress/run-compression.ts';
export { type InferOptions, type InferResult, infer } from './infer.ts';
export { inferRecords } from './infer-records.ts';
export {
  type Encoder,
  type EncoderOutput,
  type EncoderWindow,
  loadEncoder,
} from './models/encoder/encoder.ts';
export { loadModelCard, type ModelCard } from './models/encoder/model-card.ts';
export type * from './models/engines/engine.ts';
export { EngineError } from './models/engines/engine-error.ts';
export { openAiEngine } from './models/engines/openai.ts';
export { readerEngine } from './models/engines/reader.ts';
export { modelForLevel } from './models/model-files.ts';
export type { TokenCounter } from './models/tokens/token-counter.ts';
export { tokenCounter, tokenizerNames } from './models/tokens/token-counters.ts';
export type { StageCounters } from './pipeline/counters.ts';
export { describeGraph, formatGraph, type GraphDescription } from './pipeline/describe.ts';
export { type ErrorCode, PithError, type SourceLocation } from './pipeline/errors.ts';
export type { StageEvent } from './pipeline/events.ts';
export { chain, tee } from './pipeline/graph.ts';
export { type Run, type RunOptions, runGraph } from './pipeline/run.ts';
export type { CharOffset, Span } from './pipeline/spans.ts';
export { mapStage, type Stage, type StageContext, stage } from './pipeline/stage.ts';
export type { NumberedDocument, PassageBatch, TextChunk } from './stages/batch.ts';
export { type TextDocument, textDocument } from './stages/document.ts';
export { type AnswerStageOptions, answerStage, type WindowReply } from './stages/infer/answer-stage.ts';
export { type InferGraphOptions, inferGraph } from './stages/infer/infer-graph.ts';
export { type MergeStageOptions, mergeStage } from './stages/infer/merge-stage.ts';
export { parseContext } from './stages/infer/parse-context.ts';
export { type ContextWindow, type WindowsOptions, windowsStage } from './stages/infer/windows-stage.ts';
export { detectMediaType, type MediaType, mediaTypes } from './stages/media-type.ts';
export { readFiles } from './stages/read/files.ts';
export { readStage } from './stages/read/read-stage.ts';
export { readRecords } from './stages/read/records.ts';
export type { Passage, Units } from './stages/segment/passage.ts';
export { segmentStage } from './stages/segment/segment-stage.ts';
export { unitsOf } from './stages/segment/units.ts';
