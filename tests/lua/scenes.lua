-- SPDX-License-Identifier: MIT
-- What each module of experiments needs around it, so that a test can run any
-- of its cases: scenes.NAME(via, handler, case) returns the subject, the row's further
-- fields, and what takes the scene down. via[RECEPTACLE]: there the saboteur
-- stands in between.

local model = require "model"
local saboteur = require "saboteur"

local M = {}

-- A subject alone; between it and a wrapper, what `via` names.
local function alone(name, via)
  local subject, links = deimos.load(name), {}
  for interface in pairs(via) do
    links[#links + 1] = saboteur.own(interface)
    saboteur.between(subject, interface)
  end
  return subject, {}, function()
    subject:unload()
    for _, link in ipairs(links) do link:unbind() end
  end
end

local function threads(kind)
  local policy, module = deimos.load("fifo"), deimos.load(kind)
  deimos.bind(module, "scheduler", policy, "scheduler")
  return module, function()
    module:unload()
    policy:unload()
  end
end

-- The subject's receptacle to a model, or to the saboteur and on to it.
local function bind(subject, receptacle, provider, interface, via, links)
  if via[receptacle] then
    links[#links + 1] = saboteur.own(interface, provider, receptacle)
    provider = saboteur.module
  end
  deimos.bind(subject, receptacle, provider, interface)
end

local function of_model(name, via, handler)
  local it, subject, links = model.load("paged"), deimos.load(name), {}
  bind(subject, "memory", it.module, "memory", via, links)
  bind(subject, "pages", it.module, "pages", via, links)
  if handler then
    it:bind("trap", subject, handler)
  else
    bind(subject, "control", it.module, "paged", via, links)
  end
  if via.store then
    for _, part in ipairs(it.parts) do
      for _, i in ipairs(part:interfaces()) do
        if i.name == "store" then
          links[#links + 1] = saboteur.own("store", part)
        end
      end
    end
    saboteur.between(it.module, "store")
  end
  return subject, it, function()
    it:unbind()
    subject:unload()
    for _, link in ipairs(links) do link:unbind() end
    it:unload()
  end
end

function M.bench_appel(via, handler)
  local subject, _, down = of_model("bench_appel", via, handler or "unprotect")
  return subject, {}, down
end

function M.bench_service(via)
  local subject, _, down = of_model("bench_service", via, "trap")
  return subject, {}, down
end

-- `off` is a client without a debugger.
function M.bench_debug(via, _, case)
  local it, subject, links = model.load("paged"), deimos.load("bench_debug"), {}
  bind(subject, "memory", it.module, "memory", via, links)
  bind(subject, "pages", it.module, "pages", via, links)
  it:bind("trap", subject, "trap")
  local debugger = case ~= "off" and require("debug_model").under(it.module)
  if debugger then
    bind(subject, "debug", debugger.module, "debug", via, links)
  end
  return subject, {}, function()
    it:unbind()
    subject:unload()
    for _, link in ipairs(links) do link:unbind() end
    if debugger then debugger.unload() end
    it:unload()
  end
end

function M.bench_pagefault(via, _, case)
  local subject, it, down = of_model("bench_pagefault", via)
  if case ~= "lost" then return subject, {}, down end
  local second = model.load("paged")
  deimos.bind(subject, "peer", second.module, "memory")
  deimos.bind(subject, "peer_control", second.module, "paged")
  local link
  if via.peers then
    link = saboteur.own("memory", second.module)
    it:bind("peers", saboteur.module, "memory")
  else
    it:bind("peers", second.module, "memory")
  end
  return subject, {}, function()
    it:unbind()
    down()
    if link then link:unbind() end
    second:unload()
  end
end

function M.bench_switch(via)
  local module, down = threads("coop")
  local it, subject = model.load("flat"), deimos.load("bench_switch")
  local link
  deimos.bind(subject, "memory", it.module, "memory")
  deimos.bind(subject, "concurrency", module, "concurrency")
  if via.concurrency then
    link = saboteur.own("concurrency", module)
    it:bind("concurrency", saboteur.module, "concurrency")
  else
    it:bind("concurrency", module, "concurrency")
  end
  return subject, {}, function()
    it:unbind()
    subject:unload()
    if link then link:unbind() end
    it:unload()
    down()
  end
end

-- Clients of flat: what the saboteur stands between, all models have alike.
local function of_clients(name, via, receptacles)
  local module, down = threads("coop")
  local it, subject, links = model.load("flat"), deimos.load(name), {}
  for _, receptacle in ipairs(receptacles) do
    bind(subject, receptacle, it.module, "memory",
      { [receptacle] = via[receptacle] and receptacle == "memory" }, links)
  end
  it:bind("concurrency", module, "concurrency")
  if via.cm then
    links[#links + 1] = saboteur.own("cm")
    saboteur.between(subject, "cm")
  end
  return subject, it, function()
    it:unbind()
    subject:unload()
    for _, link in ipairs(links) do link:unbind() end
    it:unload()
    down()
  end
end

function M.bench_ipc(via)
  local subject, _, down = of_clients("bench_ipc", via, { "memory", "peer" })
  return subject, {}, down
end

function M.bench_upcall(via)
  local subject, _, down = of_clients("bench_upcall", via, { "memory" })
  return subject, {}, down
end

function M.bench_client(via)
  local subject, it, down = of_clients("bench_client", via, {})
  return subject, { parameter = it.module.handle }, down
end

function M.bench_ladder(via)
  local _, down = threads("coop")
  local subject, more, first = alone("bench_ladder", via)
  return subject, more, function()
    first()
    down()
  end
end

function M.bench_load(via)
  local module, down = threads("preempt")
  local subject, _, first = alone("bench_load", via)
  deimos.bind(subject, "threads", module, "concurrency")
  return subject, { live = true }, function()
    first()
    down()
  end
end

return setmetatable(M, { __index = function(_, name)
  return function(via) return alone(name, via) end
end })
