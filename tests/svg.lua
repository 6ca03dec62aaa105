-- SPDX-License-Identifier: MIT
-- Reading a plot's SVG back: its axes from their tics, and what is drawn where.
-- Pure.

local M = {}

-- The number of a tic's label, as `human` and %g write them; k is 1,000 or,
-- on an axis of bytes, 1,024.
local function number(label, k)
  local digits, suffix = label:match("^%s*([%d.]+)%s*([kM]?)$")
  local factor = suffix == "M" and k * k or suffix == "k" and k or 1
  return digits and tonumber(digits) * factor
end

-- Least squares over { { value, pixel }, ... }: a function, and how far off.
local function fit(points, scale)
  local n, sx, sy, sxx, sxy = #points, 0, 0, 0, 0
  for _, p in ipairs(points) do
    local v = scale(p[1])
    sx, sy, sxx, sxy = sx + v, sy + p[2], sxx + v * v, sxy + v * p[2]
  end
  local slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
  local base, off = (sy - slope * sx) / n, 0
  for _, p in ipairs(points) do
    off = math.max(off, math.abs(base + slope * scale(p[1]) - p[2]))
  end
  return function(value) return base + slope * scale(value) end, off
end

-- axis: from a value to its pixel, by the tics with numbers.
local function axis(tics, k)
  local linear, positive = {}, {}
  for _, tic in ipairs(tics) do
    local value = number(tic.label, k)
    if value then linear[#linear + 1] = { value, tic.at } end
    if value and value > 0 then positive[#positive + 1] = { value, tic.at } end
  end
  if #positive < 2 then return nil end
  local one, off = fit(linear, function(v) return v end)
  if off < 1 and #linear > 2 then return one end
  local other, rest = fit(positive, function(v) return math.log(v) end)
  return rest < 1 and other or off < 1 and one or nil
end

local TIC <const> = "d='M([%d.]+),([%d.]+) ?L?([%d.]*),?([%d.]*)[^']*'/>"
  .. "%s*<g transform=\"translate%(([%d.]+),([%d.]+)%)\"([^>]*)>%s*"
  .. "<text>([^<]*)</text>"

local function tics(text)
  local x, y, names = {}, {}, {}
  for ax, ay, bx, by, _, _, how, label in text:gmatch(TIC) do
    if ax == bx and ay ~= by then
      x[#x + 1] = { label = label, at = tonumber(ax) }
    elseif how:find('text%-anchor="end"') then
      y[#y + 1] = { label = label, at = tonumber(ay) }
      names[label] = tonumber(ay)
    end
  end
  return x, y, names
end

-- Points; corners of lines and whiskers; the right ends of bars: { x, y } each.
local function marks(text)
  local it = { points = {}, lines = {}, bars = {} }
  local function add(kind, x, y)
    table.insert(it[kind], { tonumber(x), tonumber(y) })
  end
  for x, y in text:gmatch("translate%(([%d.]+),([%d.]+)%) scale") do
    add("points", x, y)
  end
  for path in text:gmatch(" d='([^']*)'") do
    for x, y in path:gmatch("[ML]([%d.]+),([%d.]+)") do add("lines", x, y) end
  end
  for x, y1, y2 in text:gmatch("points = '[%d.]+,[%d.]+ ([%d.]+),([%d.]+) "
      .. "[%d.]+,([%d.]+) ") do
    add("bars", x, (tonumber(y1) + tonumber(y2)) / 2)
  end
  return it
end

-- What stands anywhere: { x, y, text } each.
local function texts(svg)
  local found = {}
  for x, y, text in svg:gmatch('translate%(([%d.]+),([%d.]+)%)[^>]*>%s*'
      .. '<text[^>]*>([^<]*)</text>') do
    found[#found + 1] = { tonumber(x), tonumber(y), text }
  end
  return found
end

local function plot(axes, drawn, k)
  local x, y, names = tics(axes)
  local it = marks(drawn)
  it.x, it.y, it.names = axis(x, k or 1000), axis(y, 1000), names
  return it
end

-- parse: with what `k` means in x. { x, y: functions from values to pixels;
-- names: pixels of cases; points, lines, bars: lists of marks; texts; top: the
-- frame's, below the key }.
function M.parse(text, k)
  local axes, drawn = text:match('^(.-)(<g id="gnuplot_plot_1".*)$')
  local it = plot(axes, drawn, k)
  it.top = tonumber((select(2, text:match("d='M([%d.]+),([%d.]+) L%1,[%d.]+ "
    .. "L[%d.]+,[%d.]+ M"))))
  it.texts = texts(text)
  return it
end

-- panels: the same of each plot, where there are several beside each other, without
-- `top`. Axes come before what is drawn, behind what is drawn in the panel before.
function M.panels(text)
  local list, begins, last = {}, {}, 1
  for at in text:gmatch('()<g id="gnuplot_plot_1%l"') do begins[#begins + 1] = at end
  for i, at in ipairs(begins) do
    list[i] = plot(text:sub(last, at - 1), text:sub(at, (begins[i + 1] or 0) - 1))
    list[i].texts = texts(text)
    last = at
  end
  return list
end

-- says: does that text stand somewhere, or (y) there, within a line or so?
function M.says(it, text, y)
  for _, one in ipairs(it.texts) do
    if one[3] == text and (not y or math.abs(one[2] - y) < 20) then
      return true
    end
  end
  return false
end

-- has: is there one of these marks within a pixel or so?
function M.has(list, x, y)
  for _, mark in ipairs(list) do
    if math.abs(mark[1] - x) < 1.5 and math.abs(mark[2] - y) < 1.5 then
      return true
    end
  end
  return false
end

return M
