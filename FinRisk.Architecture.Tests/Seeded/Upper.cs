namespace FinRisk.Architecture.Tests.Seeded.Upper;

/// <summary>A type of a folder that <c>Seeded.Lower</c> must not use, and uses in every way there is.</summary>
internal class Target
{
    /// <summary>The way down, which makes each of the others part of a cycle.</summary>
    public Lower.Ground? Ground { get; set; }

    public static Target Create() => new();

    public static T Make<T>()
        where T : new() => new();
}

internal readonly record struct TargetValue(int Number);

internal interface ITarget;

internal sealed class TargetException : Exception;

[AttributeUsage(AttributeTargets.All)]
internal sealed class TargetAttribute : Attribute;
