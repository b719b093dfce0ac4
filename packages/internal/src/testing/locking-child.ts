import { tryLock } from '../files/index.ts'

/** `node locking-child.ts PATH`: takes a lock, says so, and holds it until it is killed or its input ends. */
const lock = await tryLock(process.argv[2]!, 'a child')
process.stdout.write('release' in lock ? 'held\n' : 'taken\n')
process.stdin.resume().on('end', () => process.exit(0))
