-- Code keeps the colours and marks that the site has given it, and a formula its MathML: `data-html`
-- carries them.
function CodeBlock(block)
  local html = block.attributes["html"]
  if html then return pandoc.RawBlock("html", "<pre><code>" .. html .. "</code></pre>") end
end

function Div(block)
  local html = block.attributes["html"]
  if html then return pandoc.RawBlock("html", "<div class=\"math\">" .. html .. "</div>") end
end
