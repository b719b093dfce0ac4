export { predictionHostInputs, pretrainingHostInputs } from './host-inputs.ts'
export { predictionInputs, predictionProgram, pretrainingInputs, pretrainingProgram } from './programs.ts'
export { learningRate, type Schedule } from './schedule.ts'
