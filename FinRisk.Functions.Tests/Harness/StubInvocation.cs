using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>
/// An invocation as a middleware sees it: its bindings, what the host sent along, and the arguments once they are bound.
/// </summary>
internal sealed class StubInvocation : FunctionContext
{
    /// <summary>Makes one.</summary>
    /// <param name="bindings">The types of its input bindings.</param>
    /// <param name="data">What the host sent beside the trigger.</param>
    /// <param name="arguments">What binding gives.</param>
    public StubInvocation(string[] bindings, Dictionary<string, object?> data, params object?[] arguments)
    {
        FunctionDefinition = new Definition(bindings);
        BindingContext = new Sent(data);
        Features = new InvocationFeatures();
        Features.Set<IFunctionInputBindingFeature>(new Arguments(arguments));
    }

    public override string InvocationId => "invocation";

    public override string FunctionId => "function";

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; }

    private sealed class Sent(Dictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class Arguments(object?[] values) : IFunctionInputBindingFeature
    {
        public ValueTask<FunctionInputBindingResult> BindFunctionInputAsync(FunctionContext context) =>
            ValueTask.FromResult(new FunctionInputBindingResult(values));
    }

    private sealed class InvocationFeatures : Dictionary<Type, object>, IInvocationFeatures
    {
        public void Set<T>(T instance) => this[typeof(T)] = instance!;

        public T? Get<T>() => TryGetValue(typeof(T), out var found) ? (T)found : default;

        IEnumerator<KeyValuePair<Type, object>> IEnumerable<KeyValuePair<Type, object>>.GetEnumerator() => GetEnumerator();
    }

    private sealed class Definition(string[] types) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => "function";

        public override string Name => "Function";

        public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
            types.ToImmutableDictionary(type => type, BindingMetadata (type) => new Binding(type));

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
            ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class Binding(string type) : BindingMetadata
    {
        public override string Name => type;

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
