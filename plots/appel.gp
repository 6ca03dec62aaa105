# SPDX-License-Identifier: MIT
# Question: What do user programs pay for virtual memory? (Appel and Li)
# Data: bars
height = 170 + 24 * count
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/dots.gp'
