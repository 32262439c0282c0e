/**
 * pith: makes text of any length small enough, and clean enough, for a language model to read.
 *
 * {@link compress} and {@link infer} do the whole job; the stages, and the graph that connects them, are here for those
 * who build their own.
 */
export { type Budget, DEFAULT_BUDGET, type FitBudget } from './compress/budget.ts';
export type { CompressOptions } from './compress/compress-options.ts';
export type { CompressedDocument, Compression, CompressStats } from './compress/compression.ts';
export {
  type Compressor,
  type CompressSource,
  compress,
  openCompressor,
} from './compress/compressor.ts';
export { contextOf } from './compress/context.ts';
export type { CompressEvent, PassReport } from './compress/passes.ts';
export { compressRecord, type DataRecord, type RecordNote, type RecordOptions } from './compress/record.ts';
export {
  DEFAULT_LEVEL,
  type Level,
  levels,
  openResources,
  type ResourceOptions,
  type Resources,
} from './compress/resources.ts';
export { compressStream, type StreamSource } from './compress/stream/compress-stream.ts';
export type { StreamOptions } from './compress/stream/stream-options.ts';
export type { StreamPart } from './compress/stream/stream-run.ts';
export { explanationLines } from './explain/explanation-lines.ts';
export { type ExplanationPageOptions, explanationPage } from './explain/explanation-page.ts';
export { type ExplanationTextOptions, explanationText } from './explain/explanation-text.ts';
export { type InferContext, type InferOptions, type InferResult, infer } from './infer.ts';
export {
  type AnsweredRecord,
  type InferRecordsOptions,
  inferRecords,
  type RecordAnswer,
  type RecordResult,
} from './infer-records.ts';
export type { ModelCache, WindowCache } from './models/cached-models.ts';
export {
  type Encoder,
  type EncoderOutput,
  type EncoderWindow,
  loadEncoder,
} from './models/encoder/encoder.ts';
export { loadModelCard, type ModelCard } from './models/encoder/model-card.ts';
export type { AnswerGrammar } from './models/engines/answer-grammar.ts';
export type * from './models/engines/engine.ts';
export { EngineError } from './models/engines/engine-error.ts';
export type { LlamaLibrary } from './models/engines/llama/library.ts';
export type { CacheType } from './models/engines/llama/session.ts';
export { type LlamaEngineOptions, llamaEngine } from './models/engines/llama.ts';
export { openAiEngine } from './models/engines/openai.ts';
export { readerEngine } from './models/engines/reader.ts';
export { type SeveralEnginesOptions, severalEngines } from './models/engines/several-engines.ts';
export type { HubEvent, HubOptions } from './models/hub/hub.ts';
export { HubError, type HubFailure } from './models/hub/hub-error.ts';
export { encoderKeepModel, type KeepModel } from './models/keep-model.ts';
export type { BackgroundFrequencies } from './models/lexicon/background.ts';
export { WordFrequencies } from './models/lexicon/frequencies.ts';
export type { FrequencyTables } from './models/lexicon/frequency-tables.ts';
export type { LexicalWeights } from './models/lexicon/lexical-weights.ts';
export { modelForLevel } from './models/model-files.ts';
export { openScorer, type Scorer, type ScorerOptions } from './models/scorer.ts';
export { type Advice, advise } from './models/scout/advice.ts';
export type { Deployment, Split } from './models/scout/deployment.ts';
export { type Cluster, type Device, devices, parseCluster } from './models/scout/devices.ts';
export { type EngineName, type EngineProfile, engineProfiles } from './models/scout/engines.ts';
export type {
  Attention,
  FeedForward,
  KeyValueAttention,
  Layer,
  ModelGeometry,
  RecurrentAttention,
} from './models/scout/geometry.ts';
export type { KvType } from './models/scout/kv-cache.ts';
export { type LaunchTarget, launchOf } from './models/scout/launch/launch.ts';
export type { GpuMemory } from './models/scout/memory.ts';
export { type DeploymentPlan, type PlanRequest, planOf, plansFor } from './models/scout/plan.ts';
export { modelPresets } from './models/scout/presets.ts';
export type { AttentionKernel } from './models/scout/scores.ts';
export { type Quantisation, quantisations } from './models/scout/weights.ts';
export type { TokenCounter } from './models/tokens/token-counter.ts';
export { tokenCounter, tokenizerNames } from './models/tokens/token-counters.ts';
export { type OpenFiles, type OpenFilesOptions, openFiles } from './open-files.ts';
export type { StageCounters } from './pipeline/counters.ts';
export { describeGraph, formatGraph, type GraphDescription } from './pipeline/describe.ts';
export { type ErrorCode, PithError, type SourceLocation } from './pipeline/errors.ts';
export type { StageEvent } from './pipeline/events.ts';
export { chain, tee } from './pipeline/graph.ts';
export { type Run, type RunOptions, runGraph } from './pipeline/run.ts';
export type { CharOffset, Span } from './pipeline/spans.ts';
export { mapStage, type Stage, type StageContext, stage } from './pipeline/stage.ts';
export { type ProbeAnswer, type ProbeOptions, type ProbeReport, probe } from './probe/probe.ts';
export type { Needle } from './probe/probe-text.ts';
export { allocateStage } from './stages/allocate/allocate-stage.ts';
export { Allocation, type AllocationOptions } from './stages/allocate/allocation.ts';
export { Admission, type Plan, plan } from './stages/allocate/plan.ts';
export { UnitCosts } from './stages/allocate/unit-costs.ts';
export { type AssembleOptions, assembleStage, copyStage } from './stages/assemble/assemble-stage.ts';
export type { Changes } from './stages/assemble/changes.ts';
export { Draft } from './stages/assemble/draft.ts';
export {
  type SelectionOptions,
  type SelectionStageOptions,
  type SelectionTarget,
  selectionStage,
} from './stages/assemble/selection-stage.ts';
export type {
  DividedPassage,
  NumberedDocument,
  PassageBatch,
  PassageFilter,
  ScoredBatch,
  TextChunk,
  UnitBatch,
} from './stages/batch.ts';
export { type CondenseOptions, condenseStage } from './stages/condense/condense-stage.ts';
export type { RepetitionFigures } from './stages/condense/repetition-figures.ts';
export type { Repetition, RepetitionReader } from './stages/condense/repetition-spool.ts';
export { Repetitions } from './stages/condense/repetitions.ts';
export {
  type Extraction,
  type Origin,
  type Reader,
  type TextDocument,
  textDocument,
} from './stages/document.ts';
export { type ExplainStageOptions, explainStage } from './stages/explain/explain-stage.ts';
export type {
  ExplainedPassage,
  ExplainedUnit,
  PassageRelevance,
  UnitReason,
} from './stages/explain/explained-passage.ts';
export { fill } from './stages/fill/fill.ts';
export { type FillStageOptions, fillStage } from './stages/fill/fill-stage.ts';
export { Scene, type SceneOptions } from './stages/fill/scene.ts';
export { DEFAULT_GUARDS, type Guard, type GuardSet, guards } from './stages/guard/guards.ts';
export { type AnswerStageOptions, answerStage, type WindowReply } from './stages/infer/answer-stage.ts';
export { type InferGraphOptions, inferGraph } from './stages/infer/infer-graph.ts';
export { type MergeStageOptions, mergeStage } from './stages/infer/merge-stage.ts';
export { type ParsedContext, parseContext } from './stages/infer/parse-context.ts';
export { type ContextWindow, type WindowsOptions, windowsStage } from './stages/infer/windows-stage.ts';
export { detectMediaType, type MediaType, mediaTypes } from './stages/media-type.ts';
export { PageList, type PageStart } from './stages/page-list.ts';
export { Query } from './stages/rank/query.ts';
export {
  type IsCandidate,
  type RankedPassage,
  type RankStageOptions,
  rankStage,
} from './stages/rank/rank-stage.ts';
export { QuestionReader, type Reading } from './stages/rank/relevance.ts';
export { type PassageSimilarity, SentenceReader } from './stages/rank/similarity.ts';
export { type SkimmedPassage, skimStage } from './stages/rank/skim-stage.ts';
export { TermRows } from './stages/rank/term-rows.ts';
export { bestByTerms, TermScores, type Terms } from './stages/rank/term-scores.ts';
export type { ReadWarning } from './stages/read/decode.ts';
export { readStage } from './stages/read/read-stage.ts';
export type { RecordFields } from './stages/read/record-content.ts';
export { readRecords } from './stages/read/records.ts';
export { encoderStage } from './stages/score/encoder-stage.ts';
export { lexicalStage } from './stages/score/lexical-stage.ts';
export { type QuestionStageOptions, questionStage } from './stages/score/question-stage.ts';
export type { ScoreScale } from './stages/score/scale.ts';
export { unitsStage } from './stages/score/units-stage.ts';
export type { Passage, Units } from './stages/segment/passage.ts';
export { segmentStage } from './stages/segment/segment-stage.ts';
export { unitsOf } from './stages/segment/units.ts';
export { Survey, type SurveyOptions } from './stages/survey/survey.ts';
export { surveyStage } from './stages/survey/survey-stage.ts';
export { ScoreCache, type ScoreCacheOptions, type ScorerCache, type ScorerUse } from './store/score-cache.ts';
