# SPDX-License-Identifier: MIT
# Question: What does it cost to unload the configuration manager itself?
height = 260
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/bars.gp'
