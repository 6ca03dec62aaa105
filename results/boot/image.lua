-- SPDX-License-Identifier: MIT
-- Boot archives and bootable images, byte for byte reproducible.

local host = require "results.host"

local M = {}

local EPOCH = 315532800                 -- 1980-01-01, as ZIP and FAT have it
local UUID = "1980010100000000"
local GRUB = "/usr/lib/grub/i386-pc"
local GRUB_MODULES = "normal multiboot serial terminal iso9660 part_msdos "
  .. "biosdisk configfile gzio mmap"
local MEMBERS <const> = 512             -- ORDER core/image/archive.h
local MENU_TIMEOUT = 1                  -- second; any key stops it

local function check_members(folder)
  local count = tonumber(host.output(("find %s -type f | wc -l"):format(
    host.quote(folder))))
  if count > MEMBERS then
    host.fail(1, "%s: %d files, but a boot archive has at most %d members",
      folder, count, MEMBERS)
  end
end

-- archive: a folder's content as ustar, of at most 512 files.
function M.archive(folder, out)
  check_members(folder)
  host.must(("tar --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 "
    .. "--numeric-owner --mode=644 -C %s -cf %s $(cd %s && find * -type f "
    .. "| LC_ALL=C sort)"):format(host.quote(folder), host.quote(out),
    host.quote(folder)))
end

-- extend: the tree's archive with some more; returns its path.
-- more.modules, more.scripts (workloads) and more.libraries (for require) are
-- tables { name = path }; they replace members of the same name; more.files
-- are any others, by their whole names. more.policy
-- are constraints of the core's interfaces (core/cm/README.md).
function M.extend(dir, more)
  local stage = dir .. "/stage"
  host.must(("cp -r %s/stage %s"):format(host.build(), stage))
  local function add(files, member)
    for name, path in pairs(files or {}) do
      host.must(("cp %s %s/%s"):format(host.quote(path), stage,
        host.quote(member:format(name))))
    end
  end
  add(more.modules, "modules/%s.o")
  add(more.scripts, "workloads/%s.lua")
  add(more.libraries, "lua/%s.lua")
  add(more.files, "%s")
  if next(more.policy or {}) then host.mkdir(stage .. "/policy") end
  add(more.policy, "policy/%s")
  local out = dir .. "/archive.tar"
  M.archive(stage, out)
  host.must("rm -rf " .. stage)
  return out
end

-- The kernel command line for GRUB's own shell. Blanks between double quotes
-- do not part words; GRUB hands such a word on with quotes of its own.
local function grub_words(line)
  local words = {}
  local safe = line:gsub('"([^"]*)"', function(text)
    return (text:gsub(" ", "\0"))
  end)
  for word in safe:gmatch("[^ ]+") do
    words[#words + 1] = host.quote((word:gsub("%z", " ")))
  end
  return table.concat(words, " ")
end

local function menu(entries)
  local lines = { host.read("core/boot/grub.cfg") }
  lines[2] = "set timeout=" .. (#entries > 1 and MENU_TIMEOUT or 0)
  for _, entry in ipairs(entries) do
    lines[#lines + 1] = ([[
menuentry %s {%s
    multiboot /boot/deimos.elf %s
    module /boot/archive.tar.gz archive.tar
}]]):format(host.quote("DEIMOS: " .. entry.title),
      entry.before and "\n    " .. entry.before or "",
      grub_words(entry.append))
  end
  return table.concat(lines, "\n") .. "\n"
end

-- iso: a hybrid image; entries are { title =, append = }, the first default;
-- before = GRUB's commands before those that load the kernel.
-- GRUB unpacks the archive as it loads it.
function M.iso(out, archive, entries)
  local tree = out .. ".tree"
  host.fresh(tree .. "/boot/grub")
  host.must(("objcopy -S %s/deimos.elf %s/boot/deimos.elf && "
    .. "gzip -n9c %s >%s/boot/archive.tar.gz"):format(host.build(), tree,
      archive, tree))
  host.write(tree .. "/boot/grub/grub.cfg", menu(entries))
  host.must(("grub-mkrescue -d %s -o %s %s --locales= --fonts= --themes= "
    .. "--install-modules='%s' -- -volume_date all_file_dates =%d "
    .. "-volume_date uuid %s >%s.log 2>&1 || { cat %s.log >&2; exit 1; }")
    :format(GRUB, out, tree, GRUB_MODULES, EPOCH, UUID, out, out))
  host.must("rm -rf " .. tree)
end

return M
