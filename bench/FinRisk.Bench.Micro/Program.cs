using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(FinRisk.Bench.Micro.SqliteBenchmarks).Assembly).Run(args);
