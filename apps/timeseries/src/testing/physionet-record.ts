/** A stay of 12 hours as the challenge writes it: heart rate every hour, temperature every second hour, an age. */
export function physioNetRecord(id: number): string {
  const measurements = Array.from({ length: 12 }, (_, hour) => {
    const time = `${String(hour).padStart(2, '0')}:${String((7 * id) % 60).padStart(2, '0')}`
    const rate = (80 + 10 * Math.sin(hour + id)).toFixed(1)
    return [`${time},HR,${rate}`, ...(hour % 2 === 0 ? [`${time},Temp,${(36 + (id % 3)).toFixed(1)}`] : [])]
  })
  return ['Time,Parameter,Value', `00:00,RecordID,${id}`, `00:00,Age,${40 + id}`, ...measurements.flat(), ''].join('\n')
}
