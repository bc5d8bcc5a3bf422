import fc from "fast-check"
import { expect, test } from "vitest"
import { read } from "./read.ts"

test("a URL is kept in the one form it is compared by", () => {
  for (const [raw, kept] of [
    ["HTTPS://Example.COM/A/b/", "https://example.com/A/b"],
    ["https://example.com/", "https://example.com"],
    ["https://example.com///", "https://example.com"],
    ["http://example.com:80/a#part", "http://example.com/a"],
    ["https://example.com:8443/a/../b", "https://example.com:8443/b"],
    ["https://example.com/a/?q=1&r=/", "https://example.com/a?q=1&r=/"],
    ["https://example.com/?q", "https://example.com?q"],
    ["https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"],
    ["https://example.com/a b", "https://example.com/a%20b"],
    ["https:example.com", "https://example.com"],
    ["https:\\\\example.com\\a", "https://example.com/a"],
    ["https://example.com/\u0007a", "https://example.com/%07a"],
    ["\u200bhttps://example.com/a\u00ad", "https://example.com/a"],
  ]) {
    expect(read("url", raw), raw).toBe(kept)
  }
})

test("what is no absolute http URL, or carries a password, is refused", () => {
  for (const raw of [
    ...["example.com", "/a/b", "//example.com/a", "ftp://example.com", "javascript:alert(1)"],
    ...["https://", "https://a b/", "https://an:pw@example.com/", "https://an@example.com/"],
    ...["https://exa\tmple.com/a", "https://exa\nmple.com", `https://example.com/${"a".repeat(8_200)}`],
  ]) {
    expect(read("url", raw), raw.slice(0, 40)).toEqual({ code: "bad_url" })
  }
})

test("every URL ends without a slash and a fragment, and reading it again changes nothing", () => {
  const urls = fc.webUrl({ withQueryParameters: true, withFragments: true, size: "medium" })
  fc.assert(
    fc.property(urls, fc.constantFrom("", "/", "//"), (url, slashes) => {
      const kept = String(read("url", url.includes("?") || url.includes("#") ? url : url + slashes))
      expect(kept).not.toContain("#")
      expect(kept.replace(/\?.*$/, "")).not.toMatch(/\/$/)
      expect(read("url", kept)).toBe(kept)
    }),
  )
})

test("tags go, and blocks keep words apart where inline tags do not", () => {
  expect(read("html", "<p>One</p><p>two</p>three<br>four<BR/>five")).toBe("One two three four five")
  expect(read("html", "un<b>believ</b><i>able</i>")).toBe("unbelievable")
  expect(read("html", "<ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table>")).toBe(
    "a b c d",
  )
  expect(read("html", '<a href="https://example.com" onclick="x()">here</a>')).toBe("here")
})

test("scripts, styles and their like go with their content", () => {
  for (const tag of ["script", "style", "noscript", "template", "SCRIPT"]) {
    expect(read("html", `a<${tag}>gone < gone</${tag}>b`), tag).toBe("ab")
    expect(read("html", `a<${tag}>never closed`), tag).toBe("a")
  }
  expect(read("html", "a<!-- gone -->b")).toBe("ab")
  expect(read("html", "<img src=x onerror=alert(1)>a")).toBe("a")
})

test("what people read in forms, titles and pictures stays", () => {
  for (const tag of ["textarea", "title", "option", "TITLE", "xmp"]) {
    const text = `a<${tag} class="x">1 &lt; 2 &amp;amp; <b>kept</b></${tag}>b`
    expect(read("html", text), tag).toMatch(/^a ?1 < 2 &amp; kept ?b$/)
    expect(read("html", `a<${tag}>never closed`), tag).toMatch(/^a ?never closed$/)
  }
  expect(read("html", "<select><option>One<option>Two</select>")).toBe("One Two")
  expect(read("html", "<svg><text>label</text></svg> <object>instead</object> <iframe>of it</iframe>")).toBe(
    "label instead of it",
  )
})

test("entities are decoded once, and white space is collapsed", () => {
  expect(read("html", "caf&eacute;&nbsp;&amp;\u00a0th&#233;\n\n  &lt;3")).toBe("café & thé <3")
  expect(read("html", "write &amp;lt;b&amp;gt;")).toBe("write &lt;b&gt;")
  expect(read("html", "AT&T")).toBe("AT&T")
  expect(read("html", "is 1 < 2 > 0?")).toBe("is 1 < 2 > 0?")
  expect(read("html", "plain   text")).toBe("plain text")
})

test("markup made to keep the parser busy is refused or read at once", () => {
  const started = performance.now()
  expect(read("html", "<b>".repeat(300_000))).toEqual({ code: "bad_html" })
  expect(read("html", "<p><b>".repeat(10_000))).toBeNull()
  expect(read("html", "<".repeat(1_000_000))).toHaveLength(1_000_000)
  expect(performance.now() - started).toBeLessThan(5_000)
})

/** As one form, without what nobody sees at its ends. */
const shownOf = (text: string) => text.normalize("NFC").replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, "")

test("only elements of the HTML standard are taken for tags, and nothing else is lost", () => {
  for (const text of [
    "Write to <jan@example.org> or use a<b and List<String> <3 <-",
    "git checkout <branch-name>",
    "x > y & a<b, AT&T, ?a=1&copy=2",
    "<!-- not ended",
    "Map<String, List<Integer>> <T extends A>",
    "<b and the rest",
    "if (a <b || c> d)",
  ]) {
    expect(read("html", text), text).toBe(text)
  }
  expect(read("html", "<p>a<b and c</p>")).toBe("a<b and c")
  expect(read("html", '<input disabled value="x">a<p class=y>b')).toBe("a b")
  expect(read("html", "use <b>List<String></b> and R&amp;D")).toBe("use List<String> and R&D")
})

test("text without markup passes as it is but for its white space", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!/[<&]/.test(text) && !text.includes("\0"))
      expect(read("html", text) ?? "").toBe(shownOf(text).replace(/\s+/g, " ").trim())
    }),
  )
})

test("no tag survives, whatever is around it", () => {
  const tags = [
    "<script>",
    "</script>",
    "<b>",
    "</B>",
    "<p\n>",
    "<br/>",
    "<img src='x' alt=\">\">",
    "<!--",
    "-->",
    "<!doctype html>",
  ]
  const words = fc.string().map((text) => text.replace(/[<&]/g, ""))
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...tags), words)), (parts) => {
      expect(String(read("html", parts.join("")) ?? "")).not.toMatch(/<[/a-z]/i)
    }),
    { numRuns: 1_000 },
  )
})

test("a lone < is text, as a browser shows it, also where a tag that goes stood behind it", () => {
  expect(read("html", "1 < 2, a <</script>b> c")).toBe("1 < 2, a <b> c")
})

test("JSON is kept as text: values as they are, numbers as they are written", () => {
  expect(read("json", ' {"a": [1, "b", null]} ')).toBe('{"a":[1,"b",null]}')
  expect(read("json", { a: 1 })).toBe('{"a":1}')
  expect(read("json", 5)).toBe("5")
  expect(read("json", false)).toBe("false")
  const odd = '{"id":12345678901234567890,"f":0.123456789012345678,"big":1E22,"t":"1.0 \\" 2.0"}'
  expect(read("json", odd.replaceAll(",", " , "))).toBe(odd)
})

test("text that is not JSON, and JSON that cannot be kept, is refused", () => {
  for (const raw of ["{a: 1}", "hello", "{", '{"a": 1} x', '"\\ud800"']) {
    expect(read("json", raw), raw).toEqual({ code: "bad_json" })
  }
  expect(read("json", `${"[".repeat(5_000)}${"]".repeat(5_000)}`)).toEqual({ code: "bad_json" })
  expect(read("json", '"\\\\ud800 is half a character"')).toBe('"\\\\ud800 is half a character"')
  expect(read("json", { a: "x".repeat(1_000_000) })).toEqual({ code: "too_long" })
})

test("a key named __proto__ is data and changes no object", () => {
  expect(read("json", '{"__proto__": {"polluted": true}}')).toBe('{"__proto__":{"polluted":true}}')
  expect("polluted" in {}).toBe(false)
})

test("a list is split by semicolons, bars and line ends, and by commas where there are none of these", () => {
  expect(read("list", " red; green ;;red ")).toEqual(["red", "green"])
  expect(read("list", "a,b;c")).toEqual(["a,b", "c"])
  expect(read("list", "a|b, c\nd")).toEqual(["a", "b, c", "d"])
  expect(read("list", "vip, press")).toEqual(["vip", "press"])
  expect(read("list", "friends ::: family")).toEqual(["friends", "family"])
  expect(read("list", "Red;red")).toEqual(["Red", "red"])
  expect(read("list", 2024)).toEqual(["2024"])
})

test("a JSON list holds texts and numbers", () => {
  expect(read("list", [" a ", 2, "", null, "a", "b;c"])).toEqual(["a", "2", "b;c"])
  expect(read("list", [])).toBeNull()
  for (const raw of [[["a"]], [{}], [true], { a: 1 }]) expect(read("list", raw)).toEqual({ code: "bad_list" })
  expect(read("list", ["a\0"])).toEqual({ code: "bad_text" })
})

test("a list keeps the first of each item, in order", () => {
  const items = fc.array(fc.stringMatching(/^[a-c]{0,2}$/))
  fc.assert(
    fc.property(
      items,
      fc.array(fc.constantFrom("|", ";"), { minLength: 40, maxLength: 40 }),
      (words, marks) => {
        const text = words.map((word, at) => `${word}${marks[at % 40]}`).join("")
        const expected = words.filter((word, at) => word !== "" && words.indexOf(word) === at)
        expect(read("list", text) ?? []).toEqual(expected)
      },
    ),
  )
})
