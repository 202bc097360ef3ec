namespace FinRisk.Functions.Tests.Image;

/// <summary>A test that carries out what the Dockerfile says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellFactAttribute : FactAttribute
{
    /// <summary>Skipped on Windows, which has no shell that runs the image's commands.</summary>
    public ShellFactAttribute() =>
        Skip = OperatingSystem.IsWindows() ? "The image's commands need /bin/sh; run this test on Linux, macOS or in WSL." : null;
}
