using System.Reflection;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Http;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Ids;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Tests.Host;

/// <summary>What the Functions host is told of the functions.</summary>
public sealed class FunctionMetadataTests
{
    private static readonly (string Name, MethodInfo Method)[] Functions =
    [
        .. from type in typeof(ValidateFunction).Assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           select (function.Name, method),
    ];

    private static readonly (string Name, HttpTriggerAttribute Trigger)[] Http =
    [
        .. from function in Functions
           from parameter in function.Method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger is not null
           select (function.Name, trigger),
    ];

    /// <summary>The contract's routes, who may use them, and nothing else.</summary>
    [Theory]
    [InlineData("Validate", "validate", "post", AuthorizationLevel.Function)]
    [InlineData("Validations", "validations/{validationId}", "get,head", AuthorizationLevel.Function)]
    [InlineData("OpsAudit", "ops/audit", "get,head", AuthorizationLevel.Function)]
    [InlineData("OpsAuditValidation", "ops/audit/{validationId}", "get,head", AuthorizationLevel.Function)]
    [InlineData("Health", "health", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("HealthLive", "health/live", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("HealthReady", "health/ready", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("Docs", "docs", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("DocsAsset", "docs/{asset}", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("OpenApiJson", "openapi.json", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("OpenApiYaml", "openapi.yaml", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("Problem", "problems/{code}", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("OpsPage", "ops", "get,head", AuthorizationLevel.Anonymous)]
    [InlineData("OpsCircuit", "ops/circuit", "post", AuthorizationLevel.Function)]
    [InlineData("OpsSubjectsErase", "ops/subjects/erase", "post", AuthorizationLevel.Function)]
    [InlineData("OpsSubjectsFind", "ops/subjects/find", "post", AuthorizationLevel.Function)]
    [InlineData("OpsSummary", "ops/summary", "get,head", AuthorizationLevel.Function)]
    [InlineData("OpsValidation", "ops/validations/{validationId}", "get,head", AuthorizationLevel.Function)]
    [InlineData("OpsValidations", "ops/validations", "get,head", AuthorizationLevel.Function)]
    [InlineData(FallbackFunction.Name, "{*path}", null, AuthorizationLevel.Anonymous)]
    public void A_route_has_its_methods_and_level(string name, string route, string? methods, AuthorizationLevel level)
    {
        Assert.Equal(20, Http.Length);
        var trigger = Assert.Single(Http, function => function.Name == name).Trigger;
        Assert.Equal(
            (route, methods, level),
            (trigger.Route, trigger.Methods is { } verbs ? string.Join(',', verbs) : null, trigger.AuthLevel));
    }

    /// <summary>
    /// The host takes the first match in the order of names, so the route that matches everything must be the last.
    /// </summary>
    [Fact]
    public void The_route_of_everything_else_comes_last() =>
        Assert.Equal(
            FallbackFunction.Name, Http.Select(function => function.Name).Order(StringComparer.OrdinalIgnoreCase).Last());

    /// <summary>These names are stored with every instance: another name would strand those in flight.</summary>
    [Fact]
    public void The_stored_names_have_not_changed()
    {
        Assert.Equal(
            ["Audit", "CallVendor", "Circuit", "FindLastScore", "Purge", "Validation"],
            Functions.Select(function => function.Name).Except(Http.Select(function => function.Name)).Order(
                StringComparer.Ordinal));
        Assert.Equal("@circuit@riskshield", CircuitEntity.IdFor(ProviderName.RiskShield).ToString());
        Assert.Equal("Validation", ValidationOrchestrator.Name);
    }

    /// <summary>Whatever calls Durable has its client as an argument, from which the middleware takes it.</summary>
    [Fact]
    public void The_functions_that_call_durable_have_its_client() => Assert.Equal(
        [
            "CallVendor", "HealthReady", "OpsCircuit", "OpsSubjectsErase", "OpsSubjectsFind", "OpsSummary", "OpsValidation",
            "OpsValidations", "Purge", "Validate", "Validations",
        ],
        Functions.Where(function => function.Method.GetParameters().Any(one => one.ParameterType == typeof(DurableTaskClient)))
            .Select(function => function.Name).Order(StringComparer.Ordinal));

    /// <summary>The worker finds a function's method by name alone, so the name must be the only one of its class.</summary>
    [Fact]
    public void Every_function_is_found_by_its_methods_name() =>
        Assert.All(Functions, function => Assert.Single(
            function.Method.ReflectedType!.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static),
            method => method.Name == function.Method.Name));
}
