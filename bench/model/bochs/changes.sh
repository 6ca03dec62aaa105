# SPDX-License-Identifier: MIT
# What Bochs's source must do otherwise, in its folder. Each place must be there.

change() {  # file, what it has, what it gets
    grep -q "$2" "$1" || { echo "$1 has no '$2'" >&2; exit 1; }
    sed -i "s/$2/$3/" "$1"
}

# Time: an instruction takes as many ticks as the model says, and not one.
change cpu/cpu.cc 'if (BX_SMP_PROCESSORS == 1) BX_TICK1()$' \
    'BX_TICKN(BX_INSTR_CLOCKS())'
# An i486 has no time stamp counter. Here it has, or nothing could be measured; and
# CR4, where the bit is that forbids it.
for name in RDTSC MOV_CR4Rd MOV_RdCR4; do
    change cpu/decoder/ia_opcodes.def "\(::$name, \)BX_ISA_PENTIUM" '\1BX_ISA_486'
done
change cpu/cpudb/intel/i486dx4.cc 'edx = get_std_cpuid_leaf_1_edx()' \
    'edx = get_std_cpuid_leaf_1_edx() | BX_CPUID_STD1_EDX_TSC'
