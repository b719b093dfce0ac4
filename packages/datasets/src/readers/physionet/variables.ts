/**
 * The 41 variables of the PhysioNet 2012 challenge, in the order that latent ODEs, mTAN and HeTVAE use: first what is
 * known of the patient at admission, then `Weight`, which is both that and measured, then 36 measurements.
 */
export const physioNetVariables: readonly string[] = [
  ...['Age', 'Gender', 'Height', 'ICUType', 'Weight', 'Albumin', 'ALP', 'ALT', 'AST', 'Bilirubin', 'BUN'],
  ...['Cholesterol', 'Creatinine', 'DiasABP', 'FiO2', 'GCS', 'Glucose', 'HCO3', 'HCT', 'HR', 'K', 'Lactate', 'Mg'],
  ...['MAP', 'MechVent', 'Na', 'NIDiasABP', 'NIMAP', 'NISysABP', 'PaCO2', 'PaO2', 'pH', 'Platelets', 'RespRate'],
  ...['SaO2', 'SysABP', 'Temp', 'TroponinI', 'TroponinT', 'Urine', 'WBC'],
]

/** Those for which the challenge writes -1 when nothing is known. */
export const descriptors: ReadonlySet<string> = new Set(physioNetVariables.slice(0, 5))
