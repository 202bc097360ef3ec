using System.Diagnostics;
using FinRisk.Client;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddFinRiskClient(options =>
{
    options.BaseAddress = new Uri(Environment.GetEnvironmentVariable("FINRISK_URL") ?? "http://127.0.0.1:7071");
    options.Key = Environment.GetEnvironmentVariable("FINRISK_KEY");
});
await using var provider = services.BuildServiceProvider();
var finRisk = provider.GetRequiredService<FinRiskClient>();

var outcome = await finRisk.ValidateAsync(
    new Applicant("Jane", "Doe", "8001015009087"),
    new ValidateOptions { IdempotencyKey = args[0] }); // application-4711-1

Console.WriteLine(outcome switch
{
    ValidationOutcome.Scored { Score: var score } => $"scored {score.Value} {score.Level}",
    ValidationOutcome.Degraded { Score: var score } => $"degraded {score.Value} {score.Level}, scored at {score.ScoredAt:u}",
    ValidationOutcome.Accepted { ValidationId: var id } => $"accepted {id}: read it later",
    ValidationOutcome.Refused { Problem: var problem, RetryAfter: var after } =>
        $"refused {problem.Code ?? $"HTTP {problem.Status}"}, retryable {problem.Retryable}, "
            + (after is { } wait ? $"retry after {wait.TotalSeconds} s" : "retry after unknown"),
    _ => throw new UnreachableException(),
});
