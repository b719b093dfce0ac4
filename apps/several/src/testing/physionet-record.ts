/** A stay of 24 hours as the challenge writes it: heart rate every hour, temperature every second hour; every third age is not known. */
export function stayRecord(id: number): string {
  const measurements = Array.from({ length: 24 }, (_, hour) => {
    const time = `${String(hour).padStart(2, '0')}:${String((7 * id) % 60).padStart(2, '0')}`
    const rate = (80 + 10 * Math.sin(hour + id)).toFixed(1)
    return [`${time},HR,${rate}`, ...(hour % 2 === 0 ? [`${time},Temp,${(36 + (id % 3)).toFixed(1)}`] : [])]
  })
  const known = [
    `Age,${id % 3 === 0 ? -1 : 40 + (id % 50)}`,
    `Gender,${id % 2}`,
    `Height,${id % 4 === 1 ? -1 : 165 + (id % 20)}`,
    `ICUType,${1 + (id % 4)}`,
    `Weight,${60 + (id % 30)}`,
  ]
  const atAdmission = known.map((one) => `00:00,${one}`)
  return [
    'Time,Parameter,Value',
    `00:00,RecordID,${id}`,
    ...atAdmission,
    ...measurements.flat(),
    '23:30,Weight,90',
    '',
  ].join('\n')
}

/** Outcomes of these stays: every fifth dies. */
export function outcomesOf(ids: readonly number[]): string {
  const rows = ids.map((id) => `${id},6,1,5,-1,${id % 5 === 0 ? 1 : 0}`)
  return ['RecordID,SAPS-I,SOFA,Length_of_stay,Survival,In-hospital_death', ...rows, ''].join('\n')
}
