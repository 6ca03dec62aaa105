# SPDX-License-Identifier: MIT
# Question: What does it cost to unload the configuration manager itself?
height = 260
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/bars.gp'
