import path from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, test } from 'vitest'
import { contactsIn, runObserved, unwatched } from './observed-run.ts'

test('finds whom a trace turns to, and leaves out this machine', () => {
  const trace = [
    '11 connect(18, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT',
    '11 connect(18, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    '11 connect(18, {sa_family=AF_INET6, sin6_port=htons(8080), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '11 connect(24, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16 <unfinished ...>',
    String.raw`11 sendto(24, "m\24\1\0\0\1\0\0\0\0\0\0\6mobile\6events\4data\tmicrosoft\3com\0\0\1\0\1", 50, MSG_NOSIGNAL, NULL, 0) = 50`,
    '12 connect(24, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
  ]
  expect(contactsIn(trace.join('\n'))).toEqual([
    '127.0.0.53 port 53',
    'mobile.events.data.microsoft.com',
    '2001:db8::1 port 443',
  ])
})

test('sees what a process leaves and looks up', async () => {
  const folder = await temporaryFolder()
  // Names below .invalid exist nowhere.
  const script = `require('fs').writeFileSync(process.env.XDG_CACHE_HOME + '/id', '')
    if (process.env.CI === undefined) require('dns').lookup('nobody.invalid', () => process.exit(3))`
  const { code, files, contacts } = await runObserved(folder, folder, [process.execPath, '-e', script])
  expect({ code, files }).toEqual({ code: 3, files: [path.join('.cache', 'id')] })
  if (unwatched === null) expect(contacts).toContain('nobody.invalid')
  else expect(contacts).toBeNull()
})
