export { RomaeError } from '@romae/internal/errors'
export { formatNumber, type NumberFormat } from './format-number.ts'
export { type ReliabilityPoint, reliabilitySection } from './reliability.ts'
export { renderReport } from './render-report.ts'
export type {
  ChartSection,
  ChartSeries,
  CodeSection,
  FactsSection,
  Figure,
  FigureAxis,
  FiguresSection,
  MapPoint,
  MapSection,
  MatrixSection,
  Report,
  Section,
  SeriesStyle,
  TableCell,
  TableColumn,
  TableSection,
  TextSection,
} from './report.ts'
export { smooth } from './smooth.ts'
export { type TrainingLogEvent, type TrainingSectionsOptions, trainingSections } from './training-sections.ts'
