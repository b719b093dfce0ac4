/** Beside the model's own files: what it was trained with. */
export const settingsFile = 'experiment.json'

/** Beside a multi-label classifier: from which probability on a sample has each label. */
export const thresholdsFile = 'thresholds.json'

/** Beside a model: how far off it is, for the intervals of what it says of other files. */
export const calibrationFile = 'calibration.json'
