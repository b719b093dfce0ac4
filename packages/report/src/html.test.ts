import { describe, expect, it } from 'vitest'
import { escapeHtml, scriptJson } from './html.ts'

describe('escapeHtml', () => {
  it('escapes what could end a text or an attribute', () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;')
  })
})

describe('scriptJson', () => {
  it('stays JSON and cannot end its element', () => {
    const value = { text: '</script><!-- <script>' }
    expect(scriptJson(value)).not.toContain('<')
    expect(JSON.parse(scriptJson(value))).toEqual(value)
  })
})
