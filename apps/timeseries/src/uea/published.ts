/** Accuracy with 30 % of the time stamps dropped, as RoMAE's paper prints it (Table 6; baselines from ContiFormer's). */
export const published: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BasicMotions: { TST: '0.9667', mTAN: '0.9917', S5: '0.9833', ContiFormer: '0.9750', 'RoMAE-tiny (paper)': '0.9917' },
  CharacterTrajectories: {
    TST: '0.9742',
    mTAN: '0.9529',
    S5: '0.9610',
    ContiFormer: '0.9833',
    'RoMAE-tiny (paper)': '0.9882',
  },
  Epilepsy: { TST: '0.9589', mTAN: '0.9203', S5: '0.9074', ContiFormer: '0.9324', 'RoMAE-tiny (paper)': '0.9517' },
  Heartbeat: { TST: '0.7398', mTAN: '0.7789', S5: '0.7333', ContiFormer: '0.7561', 'RoMAE-tiny (paper)': '0.7447' },
  LSST: { TST: '0.5520', mTAN: '0.5307', S5: '0.6389', ContiFormer: '0.6004', 'RoMAE-tiny (paper)': '0.6225' },
}
